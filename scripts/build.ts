// Builds the published packages in the order in which they need each other, then the example app that uses them.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

function run(folder: string, command: string, ...args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}

for (const name of ['core', 'supabase-schema', 'react']) {
  const folder = join('packages', name)
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  run(folder, join('node_modules', '.bin', 'tsup'), '--silent')
}
run(join('packages', 'react'), process.execPath, join('scripts', 'styles.ts'))
run(join('examples', 'portal'), join('node_modules', '.bin', 'vite'), 'build', '--logLevel', 'warn')
