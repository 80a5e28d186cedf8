// Type-checks the README's examples against what was built: each block is a module of its own, as a host app would write it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const packageFolder = join(import.meta.dirname, '..')
// Inside node_modules: never committed, and the package resolves by its own name.
const folder = join(packageFolder, 'node_modules', '.readme')
const tsc = join(packageFolder, '..', '..', 'node_modules', '@typescript', 'native', 'bin', 'tsc')

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```tsx\n(.*?)^```/gms)].map(([, code = '']) => code)

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const files = blocks.map((code, index) => {
  // Named by its line, so that a fault is found.
  const line = readme.slice(0, readme.indexOf(code)).split('\n').length
  const name = `readme-line-${line}-${index}.tsx`
  writeFileSync(join(folder, name), code)
  return name
})
writeFileSync(
  join(folder, 'tsconfig.json'),
  JSON.stringify({ extends: '../../tsconfig.json', files, include: [] }),
)
const { status } = spawnSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.json')], {
  stdio: 'inherit',
})
process.exit(status === 0 && files.length > 0 ? 0 : 1)
