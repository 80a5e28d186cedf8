import type postgres from 'postgres'
import * as z from 'zod/mini'
import { createBisonClient, type BisonClient } from './bison-client.ts'
import type { HealthLog } from './health-log.ts'
import type { RefreshSettings } from './settings.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'
import { VendorError } from './vendor-error.ts'
import { madeTokenSchema } from './vendor-schemas.ts'

const connectionSchema = z.object({
  base_url: z.string(),
  token: z.nullable(z.string()),
  stats_refresh_seconds: z.int(),
  senders_refresh_seconds: z.int(),
  is_discovery_due: z.boolean(),
})

/** An agency's way to its instance of Email Bison. */
export interface Connection {
  refreshSeconds: Readonly<Record<'stats' | 'senders', number>>
  /** Whether the list of workspaces was not read for some minutes. */
  isDiscoveryDue: boolean
  /** Speaks as the instance itself. */
  instance: BisonClient
  /** Speaks as one workspace, with a token of its own that is made when there is none. @throws VendorError */
  workspace(workspace: { id: string; vendorId: string }): Promise<BisonClient>
}

// One bucket for each instance, shared by all that this process does.
const buckets = new Map<string, TokenBucket>()

/** Reads an agency's connection; null where it has none. */
export async function openConnection(options: {
  sql: postgres.Sql
  agencyId: string
  settings: RefreshSettings
  signal: AbortSignal
  log: HealthLog
}): Promise<Connection | null> {
  const { sql, agencyId, settings, signal, log } = options
  const [row] = await sql`
    select base_url, headwater.read_secret(agency_id, 'email_bison') token, stats_refresh_seconds, senders_refresh_seconds,
      discovered_at is null or discovered_at < now() - interval '10 minutes' is_discovery_due
    from public.workspace_connections where agency_id = ${agencyId}`
  if (!row) return null
  const connection = connectionSchema.parse(row)
  const baseUrl = settings.baseUrl ?? connection.base_url
  const { requestsPerSecond: perSecond } = settings
  const bucket =
    buckets.get(baseUrl) ?? createTokenBucket({ perSecond, burst: Math.max(1, Math.floor(perSecond / 2)) })
  buckets.set(baseUrl, bucket)
  const clientOf = (token: string): BisonClient =>
    createBisonClient({
      baseUrl,
      token,
      bucket,
      signal,
      timeoutMs: settings.requestTimeoutMs,
      maxAttempts: settings.maxAttempts,
      onCall: log.call,
    })
  const instance = clientOf(connection.token ?? '')
  const known = new Map<string, string>()
  for (const { workspace_id, token } of await sql<{ workspace_id: string; token: string }[]>`
    select s.workspace_id, d.decrypted_secret token from headwater.agency_secrets s join vault.decrypted_secrets d on d.id = s.secret_id
    where s.agency_id = ${agencyId} and s.purpose = 'email_bison' and s.workspace_id is not null`)
    known.set(workspace_id, token)

  async function makeToken({ id, vendorId }: { id: string; vendorId: string }): Promise<string> {
    if (connection.token === null) throw new VendorError('TOKEN_MISSING')
    const path = `/workspaces/v1.1/${encodeURIComponent(vendorId)}/api-tokens`
    const { data } = await instance.request({ method: 'POST', path, schema: madeTokenSchema })
    const token = data.data.plain_text_token ?? data.data.token
    if (token === undefined) throw new VendorError('VENDOR_INVALID', { fieldPath: 'data.plain_text_token' })
    await sql`select headwater.keep_secret(${agencyId}, 'email_bison', ${id}, ${token})`
    await sql`update public.workspaces set token_set_at = now() where id = ${id}`
    return token
  }

  return {
    refreshSeconds: { stats: connection.stats_refresh_seconds, senders: connection.senders_refresh_seconds },
    isDiscoveryDue: connection.is_discovery_due,
    instance,
    async workspace(workspace) {
      return clientOf(known.get(workspace.id) ?? (await makeToken(workspace)))
    },
  }
}
