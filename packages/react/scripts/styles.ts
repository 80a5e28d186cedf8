// Writes dist/styles.css, all of it in one cascade layer.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleSheet } from './style-sheet.ts'

const output = join(import.meta.dirname, '..', 'dist')

writeFileSync(join(output, 'styles.css'), styleSheet())
writeFileSync(join(output, 'styles.css.d.ts'), 'export {}\n')
