// Builds the published packages in the order in which they need each other, then the example app that uses them. With `--if-changed`,
// only when a source is not what it was at the last build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const packages = ['core', 'supabase-schema', 'react'].map((name) => join('packages', name))
const portal = join('examples', 'portal')
const stampFile = join('.headwater', 'build-stamp')

function run(folder: string, command: string, ...args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}

/** Changes with every source: their names, sizes and times. */
function stampOfSources(): string {
  const hash = createHash('sha256')
  const sources = globSync([
    '{packages,examples}/*/{src,scripts}/**/*.*',
    '{packages,examples}/*/*.*',
    'packages/supabase-schema/supabase/**/*.*',
    'pnpm-lock.yaml',
  ])
  for (const source of sources.toSorted()) {
    const { size, mtimeMs } = statSync(source)
    hash.update(`${source} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function isBuilt(stamp: string): boolean {
  const outputs = [...packages, portal].every((folder) => existsSync(join(folder, 'dist')))
  return outputs && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
}

const stamp = stampOfSources()
if (process.argv.includes('--if-changed') && isBuilt(stamp)) process.exit(0)
rmSync(stampFile, { force: true })
for (const folder of packages) {
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  run(folder, join('node_modules', '.bin', 'tsup'), '--silent')
}
run(join('packages', 'react'), process.execPath, join('scripts', 'styles.ts'))
run(portal, join('node_modules', '.bin', 'vite'), 'build', '--logLevel', 'warn')
mkdirSync(dirname(stampFile), { recursive: true })
writeFileSync(stampFile, stamp)
