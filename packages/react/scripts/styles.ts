// Writes dist/styles.css: the tokens out of Radix Colors, then each component's CSS, in one cascade layer.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { colorTokens } from './color-tokens.ts'

const folder = join(import.meta.dirname, '..', 'src', 'styles')
const output = join(import.meta.dirname, '..', 'dist')

const parts = readdirSync(folder)
  .filter((name) => name.endsWith('.css'))
  .toSorted()
  .map((name) => readFileSync(join(folder, name), 'utf8'))

/** The whole style sheet. Comments and indentation are for its authors. */
export function styleSheet(): string {
  const css = [colorTokens(), ...parts].join('\n')
  const small = css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
  return `@layer headwater {\n${small}\n}\n`
}

writeFileSync(join(output, 'styles.css'), styleSheet())
writeFileSync(join(output, 'styles.css.d.ts'), 'export {}\n')
