import { App, setExperimental } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { CompiledQuery, type Transaction } from 'kysely'
import { claimsOf, JWT_SECRET } from './keys.ts'
import { createStorageFiles } from './storage-files.ts'

/** REST, Auth and Storage behind one `fetch`. */
export interface ApiServer {
  fetch(request: Request): Promise<Response>
  clearSchemaCache(): Promise<void>
  close(): Promise<void>
}

// The server hands over values that are JSON already; only what is not must be written as JSON.
const looksLikeJson = /^\s*(?:[[{]|-?\d[\d.eE+-]*\s*$|(?:true|false|null)\s*$)/
const toJson = (value: unknown): string =>
  typeof value === 'string' && looksLikeJson.test(value) ? value : JSON.stringify(value)
const asIs = (value: unknown): unknown => value
const toIso = (text: string): string =>
  /^\d{4}-/.test(text) ? text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00') : text

const types = {
  json: { to: 114, from: [114], serialize: toJson, parse: JSON.parse },
  jsonb: { to: 3802, from: [3802], serialize: toJson, parse: JSON.parse },
  timestamptz: { to: 1184, from: [1184], serialize: asIs, parse: toIso },
  timestamp: { to: 1114, from: [1114], serialize: asIs, parse: (text: string) => text.replace(' ', 'T') },
  numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
  bytea: { to: 17, from: [17], serialize: asIs, parse: asIs },
}

/** PostgREST's HTTP status of a class of SQLSTATE. Source: PostgREST's reference, "Errors". */
const statusOfState: readonly [RegExp, number][] = [
  [/^08|^53(?!400)/, 503],
  [/^(?:09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|XX|53400)/, 500],
  [/^(?:0L|0P|28)/, 403],
  [/^P0001/, 400],
  [/^P0/, 500],
]
const answeredWell = /^(?:42|22|21|23505|23503|23502|25006|PT|PGRST)/

/** Dresses a database error so that its code, details and hint reach the caller with PostgREST's status. */
function normalizeDbError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error)) return error
  const { code } = error
  if (typeof code !== 'string' || code.length !== 5 || answeredWell.test(code)) return error
  const status = statusOfState.find(([state]) => state.test(code))?.[1] ?? 400
  const message = 'message' in error ? error.message : ''
  const details = 'detail' in error ? error.detail : null
  const hint = 'hint' in error ? error.hint : null
  return {
    code: 'PGRST',
    message: JSON.stringify({ code, message, details: details ?? null, hint: hint ?? null }),
    detail: JSON.stringify({ status, headers: {} }),
  }
}

const timeoutOfRole: Readonly<Record<string, string>> = { anon: '3s', authenticated: '8s' }

interface SessionVariables {
  auth?: { role?: string; uid?: string; jwt?: unknown }
  storage?: { operation?: string }
}

interface RpcRequest {
  method: string
  path: string
  requestHeaders?: unknown
  readOnly?: boolean
}

type AnyTransaction = Transaction<Record<string, never>>

/** Sets all of a request's settings in one round trip. */
function setAll(
  transaction: AnyTransaction,
  settings: readonly (readonly [string, string])[],
): Promise<unknown> {
  const calls = settings.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`)
  return transaction.executeQuery(CompiledQuery.raw(`select ${calls.join(', ')}`, settings.flat()))
}

function applyJwtSessionContext(
  transaction: AnyTransaction,
  { auth = {}, storage }: SessionVariables,
): Promise<unknown> {
  const role = auth.role ?? 'anon'
  return setAll(transaction, [
    ['request.jwt.claims', JSON.stringify(auth.jwt ?? { role })],
    ['request.jwt.claim.sub', auth.uid ?? ''],
    ['request.jwt.claim.role', role],
    ['storage.operation', storage?.operation ?? ''],
    ['statement_timeout', timeoutOfRole[role] ?? '0'],
    ['role', role],
  ])
}

function applyRpcRequestGucs(transaction: AnyTransaction, request: RpcRequest): Promise<unknown> {
  return setAll(transaction, [
    ['response.status', ''],
    ['response.headers', ''],
    ['request.method', request.method],
    ['request.path', request.path],
    ['request.headers', JSON.stringify(request.requestHeaders ?? {})],
    ...(request.readOnly ? [['transaction_read_only', 'on'] as const] : []),
  ])
}

async function resolver(key: string) {
  const claims = claimsOf(key)
  if (claims === null) return null
  const type = claims['role'] === 'service_role' ? ('secret' as const) : ('publishable' as const)
  return { type, claims }
}

/** Makes the server of REST, Auth and Storage on a database. */
export function createApiServer({
  url,
  storageDirectory,
  jwtExpirySeconds = 3600,
  max = 10,
}: {
  url: string
  storageDirectory: string
  jwtExpirySeconds?: number
  max?: number
}): ApiServer & {
  ensureSystemSchema(): Promise<unknown>
} {
  setExperimental('storage', true)
  const connection = createPostgresConnection({
    url,
    postgresOptions: { max, onnotice: () => undefined, connection: { application_name: 'api' }, types },
  })
  // `rlsState: active` keeps the server from granting everything to anon on tables with row level security.
  Object.assign(connection, {
    rlsState: 'active',
    normalizeDbError,
    applyJwtSessionContext,
    applyRpcRequestGucs,
  })
  const app = new App({
    connection,
    project_id: 'local',
    api: {
      enabled: true,
      schemas: ['public'],
      extra_search_path: ['public', 'extensions'],
      max_rows: 1000,
      pg_safe_update: true,
    },
    auth: {
      enabled: true,
      jwt_secret: JWT_SECRET,
      jwt_expiry: jwtExpirySeconds,
      site_url: 'http://127.0.0.1:5173',
      additional_redirect_urls: [],
      email: { enable_confirmations: false },
    },
    storage: { enabled: true, file_size_limit: '1GiB' },
    options: { server: { disableStudio: true, apiKeys: { resolver } } },
  })
  Object.assign(app, { _storageAdapter: createStorageFiles(storageDirectory) })
  return {
    fetch: async (request) => app.fetch(request, { peerAddress: '127.0.0.1' }),
    clearSchemaCache: () => connection.clearSchemaCache(),
    // Not connection.close(): it waits for good when a request still has a connection to itself.
    close: () => connection.driver.end({ timeout: 1 }),
    ensureSystemSchema: () => app.ensureSystemSchema(),
  }
}
