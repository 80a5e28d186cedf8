// Type-checks every workspace package that has a tsconfig.json, and the root's own scripts.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const tsc = join('node_modules', '@typescript', 'native', 'bin', 'tsc')
const folders = ['packages', 'examples', 'tools']
  .filter((group) => existsSync(group))
  .flatMap((group) => readdirSync(group).map((name) => join(group, name)))
const projects = ['.', ...folders].filter((folder) => existsSync(join(folder, 'tsconfig.json')))

const failed = projects.filter((project) => {
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(project, 'tsconfig.json')], {
    stdio: 'inherit',
  })
  return status !== 0
})

if (failed.length > 0) {
  console.error(`Types are wrong in ${failed.join(', ')}.`)
  process.exit(1)
}
