// Builds the published packages in the order in which they need each other.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

for (const name of ['core', 'supabase-schema', 'react']) {
  const folder = join('packages', name)
  if (!existsSync(join(folder, 'tsup.config.ts'))) continue
  const { status } = spawnSync(join('node_modules', '.bin', 'tsup'), ['--silent'], {
    cwd: folder,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}
