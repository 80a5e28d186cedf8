import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { createApiServer } from './api-server.ts'
import { applyMigrations } from './migrations.ts'
import { pgmqSql } from './pgmq.ts'
import { startPostgres } from './postgres-server.ts'

function readSql(name: string): string {
  return readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8')
}

/** The address of a stack's database as a role. */
export const urlOf = (port: number, role: string): string =>
  `postgres://${role}:postgres@127.0.0.1:${port}/postgres`

/** Makes a database with all that a hosted project has, and the project's migrations, and stops it. */
export async function makeDatabase(
  directory: string,
  migrations: string,
  log: (line: string) => void,
): Promise<void> {
  await using started = new AsyncDisposableStack()
  const server = await startPostgres({ directory, log, removing: directory })
  started.defer(() => server.stop())
  const admin = postgres(urlOf(server.port, 'supabase_admin'), { max: 1, onnotice: () => undefined })
  started.defer(() => admin.end({ timeout: 1 }))
  await admin.unsafe(readSql('roles'))
  const boot = createApiServer({
    url: urlOf(server.port, 'supabase_admin'),
    storageDirectory: directory,
    max: 1,
  })
  await boot.ensureSystemSchema()
  await boot.close()
  const [made] = await admin<
    { ok: boolean }[]
  >`select to_regclass('auth.users') is not null and to_regclass('storage.objects') is not null ok`
  if (!made?.ok)
    throw new Error('The schemas of Auth and Storage were not made. Install the exact versions again.')
  await admin.unsafe(readSql('helpers'))
  await admin.unsafe(readSql('shims'))
  await admin.unsafe(readSql('realtime'))
  await admin.unsafe(`set role postgres; ${pgmqSql()}; reset role`)
  const sql = postgres(urlOf(server.port, 'postgres'), { max: 1, onnotice: () => undefined })
  started.defer(() => sql.end({ timeout: 1 }))
  await applyMigrations(sql, migrations)
}
