import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anyFreePort } from './ports.ts'
import {
  makeDataFolder,
  postgresAccount,
  postgresCommands,
  type PostgresAccount,
} from './postgres-account.ts'
import { endWithThisProcess, isAlive, runsCommand } from './processes.ts'

/** A running Postgres of this stack. */
export interface PostgresServer {
  port: number
  pid: number
  stop(): Promise<void>
}

const STOP_DEADLINE_MS = 5000

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

const initFlags = [
  '--username=supabase_admin',
  '--auth=password',
  '--no-sync',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C.UTF-8',
  '--lc-messages=C',
]

/** The process that holds a data directory, or null. */
function holderOf(directory: string): number | null {
  const file = join(directory, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) ? pid : null
}

/** Ends the server that an earlier stack left behind when it was killed. */
async function endLeftover(directory: string): Promise<void> {
  const pid = holderOf(directory)
  if (pid !== null && runsCommand(pid, 'postgres')) {
    process.kill(pid, 'SIGQUIT')
    const deadline = Date.now() + STOP_DEADLINE_MS
    while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  rmSync(join(directory, 'postmaster.pid'), { force: true })
}

interface Server {
  commands: string
  account: PostgresAccount
  directory: string
  onLine: (line: string) => void
}

function run({ commands, account, onLine }: Server, command: string, args: readonly string[]): ChildProcess {
  const child = spawn(join(commands, command), args, {
    ...account,
    // The account of Postgres may not enter this process's folder.
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_MESSAGES: 'C' },
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => onLine(data.toString()))
  return child
}

/** Where the data is: a link may stand in its place. */
function dataFolder({ directory }: Server): string {
  return existsSync(directory) ? realpathSync(directory) : directory
}

async function initialise(server: Server): Promise<void> {
  makeDataFolder(server.account, server.directory)
  const folder = mkdtempSync(join(tmpdir(), 'headwater-password-'))
  chmodSync(folder, 0o755)
  try {
    const file = join(folder, 'password')
    writeFileSync(file, 'postgres\n')
    const child = run(server, 'initdb', [`--pgdata=${dataFolder(server)}`, `--pwfile=${file}`, ...initFlags])
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`initdb exited with ${code}.`)),
      )
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Starts the server; resolves once it takes connections. */
function listen(server: Server, port: number): Promise<ChildProcess> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = run(server, 'postgres', ['-D', dataFolder(server), '-p', String(port), ...flags])
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`postgres exited with ${code}.`)))
    child.stderr?.on('data', (data: Buffer) => {
      if (data.toString().includes('ready to accept connections')) resolve(child)
    })
  })
}

/**
 * Starts Postgres on a data directory of its own, which is initialised when it is new. It ends with this process, however that ends.
 *
 * @param options.removing - A folder that goes with it when this process is killed.
 */
export async function startPostgres(options: {
  directory: string
  log: (line: string) => void
  removing?: string
}): Promise<PostgresServer> {
  const { directory, log, removing } = options
  await endLeftover(directory)
  let tail = ''
  const onLine = (line: string): void => {
    tail = (tail + line).slice(-2000)
    log(line)
  }
  const account = postgresAccount()
  const server = { commands: postgresCommands(account), account, directory, onLine }
  try {
    if (!existsSync(join(directory, 'PG_VERSION'))) await initialise(server)
    for (let attempt = 1; ; attempt++) {
      const port = await anyFreePort()
      const child = await listen(server, port).catch((error: unknown) => {
        // Another process may have taken the port between the choice and the start.
        if (attempt === 3) throw error
        return null
      })
      if (child === null) continue
      const pid = child.pid ?? 0
      const letBe = endWithThisProcess(pid, removing)
      return {
        port,
        pid,
        async stop() {
          const ended = new Promise((resolve) => child.once('exit', resolve))
          if (child.exitCode === null && child.signalCode === null) {
            child.kill('SIGINT')
            const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_DEADLINE_MS)
            await ended
            clearTimeout(timer)
          }
          letBe()
        },
      }
    }
  } catch (cause) {
    throw new Error(`Postgres did not start.\n${tail}`, { cause })
  }
}
