import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { createApiServer } from './api-server.ts'
import { answerAuth } from './auth-gateway.ts'
import { watchFunctions } from './functions-watcher.ts'
import { createFunctionsServer, type FunctionsServer } from './functions.ts'
import { createGateway } from './gateway.ts'
import { ANON_KEY, JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY, SERVICE_ROLE_KEY } from './keys.ts'
import { applyMigrations } from './migrations.ts'
import { makeDatabase, urlOf } from './make-database.ts'
import { anyFreePort } from './ports.ts'
import { startPostgres } from './postgres-server.ts'
import { startRealtime, type RealtimeServer } from './realtime/server.ts'
import { readAccessTokenHook, readJwtExpirySeconds } from './project-config.ts'
import { createResumableUploads } from './resumable-uploads.ts'
import { databaseFolder, removeStackData } from './stack-data.ts'
import { answerStorage } from './storage-gateway.ts'
import { copyTemplate } from './template.ts'
import { startTicker } from './ticker.ts'

/** How to start a local Supabase. */
export interface LocalSupabaseOptions {
  /** The port of all APIs. @default a free one */
  port?: number
  /** The address to listen on. @default '127.0.0.1' */
  host?: string
  /** Where data is kept between starts. @default a temporary folder that `stop` removes */
  dataDirectory?: string
  /** The Supabase project folder: migrations, functions, config.toml, seed.sql. @default the schema package's */
  project?: string
  /** Run seed.sql when the data is new. @default false */
  seed?: boolean
  /** Restart a function when its files change. @default false */
  watch?: boolean
  /** How long an access token lives, in seconds. @default what config.toml says under `[auth] jwt_expiry`, or an hour */
  jwtExpirySeconds?: number
  /** More environment variables for the functions. */
  functionEnv?: Record<string, string>
  /** Takes each line that a server prints. @default prints nothing */
  log?: (line: string) => void
}

/** A running local Supabase. `await using` stops it. */
export interface LocalSupabase extends AsyncDisposable {
  apiUrl: string
  functionsUrl: string
  /** The database as role postgres: no superuser, owner of schema public. */
  dbUrl: string
  /** The database as its superuser. */
  adminDbUrl: string
  publishableKey: string
  secretKey: string
  anonKey: string
  serviceRoleKey: string
  jwtSecret: string
  functions: Pick<FunctionsServer, 'pid' | 'restart'>
  realtime: Pick<RealtimeServer, 'closeChannels' | 'countListeners'>
  stop(): Promise<void>
}

const defaultProject = fileURLToPath(new URL('../../../packages/supabase-schema/supabase', import.meta.url))

/** A folder of its own that the Postgres user, another than root, can enter. */
function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'headwater-'))
  chmodSync(directory, 0o755)
  return directory
}

async function keepSecret(admin: postgres.Sql, name: string, secret: string): Promise<void> {
  await admin`insert into vault.secrets (name, secret) values (${name}, ${secret}) on conflict (name) do update set secret = excluded.secret`
}

/**
 * Starts Postgres, REST, Auth, Storage, Realtime, Edge Functions, queue and schedule in this process and its children, on loopback.
 *
 * @example
 * await using stack = await startLocalSupabase()
 * const supabase = createClient(stack.apiUrl, stack.publishableKey)
 */
export async function startLocalSupabase(options: LocalSupabaseOptions = {}): Promise<LocalSupabase> {
  const { host = '127.0.0.1', log = () => undefined } = options
  const project = resolve(options.project ?? defaultProject)
  // What has started, in its order: it ends in the opposite one, also when a later part fails to start.
  await using started = new AsyncDisposableStack()
  const isTemporary = options.dataDirectory === undefined
  const directory = resolve(options.dataDirectory ?? temporaryDirectory())
  if (isTemporary) started.defer(() => removeStackData(directory))
  const port = options.port ?? (await anyFreePort())
  const apiUrl = `http://127.0.0.1:${port}`
  const migrations = join(project, 'migrations')
  const databaseDirectory = databaseFolder(directory)
  const isNew = !existsSync(join(databaseDirectory, 'PG_VERSION'))
  const logPostgres = (line: string): void => log(`[postgres] ${line.trimEnd()}`)
  if (isNew)
    await copyTemplate({
      directory: databaseDirectory,
      migrations,
      make: (folder) => makeDatabase(folder, migrations, logPostgres),
    })

  const server = await startPostgres({
    directory: databaseDirectory,
    log: logPostgres,
    ...(isTemporary ? { removing: directory } : {}),
  })
  started.defer(() => server.stop())
  const { port: databasePort } = server
  const admin = postgres(urlOf(databasePort, 'supabase_admin'), { max: 4, onnotice: () => undefined })
  started.defer(() => admin.end({ timeout: 1 }))
  const sql = postgres(urlOf(databasePort, 'postgres'), { max: 4, onnotice: () => undefined })
  started.defer(() => sql.end({ timeout: 1 }))
  const storageDirectory = join(directory, 'storage')
  await keepSecret(admin, 'project_url', apiUrl)
  await keepSecret(admin, 'secret_key', SECRET_KEY)
  await applyMigrations(sql, migrations)
  const seed = join(project, 'seed.sql')
  if (isNew && options.seed === true && existsSync(seed)) await sql.unsafe(readFileSync(seed, 'utf8'))

  const api = createApiServer({
    url: urlOf(databasePort, 'supabase_lite'),
    storageDirectory,
    jwtExpirySeconds: options.jwtExpirySeconds ?? readJwtExpirySeconds(project),
  })
  started.defer(() => api.close())
  await admin.listen('pgrst', () => void api.clearSchemaCache())
  const functions = createFunctionsServer({
    project,
    log,
    env: {
      SUPABASE_URL: apiUrl,
      SUPABASE_ANON_KEY: ANON_KEY,
      SUPABASE_SERVICE_ROLE_KEY: SERVICE_ROLE_KEY,
      SUPABASE_DB_URL: urlOf(databasePort, 'postgres'),
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: PUBLISHABLE_KEY }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: SECRET_KEY }),
      ...options.functionEnv,
    },
  })
  started.defer(() => functions.stop())
  if (options.watch === true) {
    const watcher = watchFunctions({ folder: join(project, 'functions'), restart: functions.restart, log })
    started.defer(() => watcher.stop())
  }
  const realtime = await startRealtime({ admin, url: urlOf(databasePort, 'supabase_admin'), log })
  started.defer(() => realtime.stop())
  const auth = { fetch: api.fetch, admin, hook: readAccessTokenHook(project) }
  const resumable = createResumableUploads({
    fetch: api.fetch,
    admin,
    directory: join(directory, 'resumable'),
    apiUrl,
  })
  const gateway = createGateway({
    routes: {
      '/auth/v1/': (request, url) => answerAuth(auth, request, url),
      '/storage/v1/upload/resumable': resumable,
      '/storage/v1/': (request, url) => answerStorage(api.fetch, admin, request, url),
      '/rest/v1/': api.fetch,
      '/realtime/v1/api/': realtime.fetch,
    },
    functions: functions.handle,
    onUpgrade: realtime.onUpgrade,
  })
  await new Promise<void>((done, fail) => {
    gateway.once('error', fail)
    gateway.listen(port, host, done)
  })
  started.defer(() => {
    gateway.closeAllConnections()
    gateway.close()
  })
  const ticker = await startTicker({ sql, admin, log })
  started.defer(() => ticker.stop())

  const running = started.move()
  const stop = (): Promise<void> => running.disposeAsync()
  return {
    apiUrl,
    functionsUrl: `${apiUrl}/functions/v1`,
    dbUrl: urlOf(databasePort, 'postgres'),
    adminDbUrl: urlOf(databasePort, 'supabase_admin'),
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    anonKey: ANON_KEY,
    serviceRoleKey: SERVICE_ROLE_KEY,
    jwtSecret: JWT_SECRET,
    functions,
    realtime,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
