// Checks each published package as npm would ship it: publint for its manifest, attw for its types.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const packages = readdirSync('packages')
  .map((name) => join('packages', name))
  .filter((folder) => existsSync(join(folder, 'dist')))

/** Whether a package has no builds for `require`: Node 22 requires ES modules as they are. */
function isEsmOnly(folder: string): boolean {
  return !readFileSync(join(folder, 'package.json'), 'utf8').includes('"require"')
}

const failed = packages.filter((folder) => {
  const publint = spawnSync('publint', ['--strict', '--pack', 'npm', folder], { stdio: 'inherit' })
  const attw = spawnSync(
    'attw',
    [
      '--pack',
      folder,
      '--profile',
      isEsmOnly(folder) ? 'esm-only' : 'node16',
      '--exclude-entrypoints',
      './styles.css',
      './package.json',
      '--quiet',
    ],
    {
      stdio: 'inherit',
    },
  )
  return publint.status !== 0 || attw.status !== 0
})

if (failed.length > 0) {
  console.error(`These packages would not install cleanly: ${failed.join(', ')}.`)
  process.exit(1)
}
