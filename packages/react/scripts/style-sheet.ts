import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { colorTokens } from './color-tokens.ts'

/** Where each component's CSS stands. */
export const stylesFolder = join(import.meta.dirname, '..', 'src', 'styles')

/** The whole style sheet: the tokens out of Radix Colors, then each component's CSS. Comments and indentation are for its authors. */
export function styleSheet(): string {
  const parts = readdirSync(stylesFolder)
    .filter((name) => name.endsWith('.css'))
    .toSorted()
    .map((name) => readFileSync(join(stylesFolder, name), 'utf8'))
  const small = [colorTokens(), ...parts]
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
  return `@layer headwater {\n${small}\n}\n`
}
