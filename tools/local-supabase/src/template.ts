import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrationFiles } from './migrations.ts'
import { makeDataFolder, postgresAccount } from './postgres-account.ts'

const UNUSED_MS = 60 * 60 * 1000
const prefix = `headwater-template-${process.getuid?.() ?? 0}-`
const packageFolder = fileURLToPath(new URL('../', import.meta.url))

/** Changes with all that makes a new database: this package, the versions that it names, the migrations. */
function keyOf(migrations: string): string {
  const hash = createHash('sha256')
  const sources = readdirSync(join(packageFolder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|sql)$/.test(name))
    .map((name) => join(packageFolder, 'src', name))
  const files = [
    join(packageFolder, 'package.json'),
    ...sources.toSorted(),
    ...migrationFiles(migrations).map((name) => join(migrations, name)),
  ]
  for (const file of files) hash.update(`${file}\0${readFileSync(file, 'utf8')}\0`)
  return hash.digest('hex').slice(0, 24)
}

/** Whether the folder is whole, and this user's own: others may write to the folder of temporary files as well. */
function isUsable(folder: string, owner: number): boolean {
  return existsSync(join(folder, 'PG_VERSION')) && statSync(folder).uid === owner
}

function removeUnused(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name)
    const usedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - usedAt > UNUSED_MS) rmSync(folder, { recursive: true, force: true })
  }
}

function copy(from: string, to: string): void {
  // Keeps owner and rights, and shares the blocks where the file system can.
  if (process.platform === 'win32') cpSync(from, to, { recursive: true })
  else execFileSync('cp', ['-a', `${from}/.`, to])
}

/**
 * Fills the folder of a new database with a copy of one that is migrated already, which is kept among the temporary files: making one takes ten times
 * as long as copying it.
 *
 * @param options.make - Makes such a database in a folder, and stops it.
 */
export async function copyTemplate(options: {
  directory: string
  migrations: string
  make: (folder: string) => Promise<void>
}): Promise<void> {
  const { directory, migrations, make } = options
  const account = postgresAccount()
  const owner = account.uid ?? process.getuid?.() ?? 0
  const template = join(tmpdir(), prefix + keyOf(migrations))
  if (!isUsable(template, owner)) {
    removeUnused()
    // Under another name until it is whole: other tests start at the same time.
    const partial = `${template}.${randomUUID()}`
    try {
      await make(partial)
      if (!existsSync(template)) renameSync(partial, template)
    } finally {
      rmSync(partial, { recursive: true, force: true })
    }
  }
  const now = new Date()
  utimesSync(template, now, now)
  makeDataFolder(account, directory)
  copy(template, realpathSync(directory))
}
