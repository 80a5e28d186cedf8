import { createProviderSchema, updateProviderSchema } from '@headwater/core/contracts'
import type { Transaction } from '../runtime/database.ts'
import { found, parse, parseId } from '../runtime/parse.ts'
import { ProblemError } from '../runtime/problem.ts'
import { asProject, requireAdmin } from './campaigns.ts'
import type { Handler, RequestContext } from './context.ts'
import { CredentialKeyError, type Credentials } from './credentials.ts'
import { ownerOf, readAccount } from './open-vendor.ts'
import { webhookUrlOf } from './vendor.ts'

const columns = [
  'id',
  'agency_id',
  'kind',
  'channel',
  'name',
  'config',
  'has_credentials',
  'segments_per_second',
  'price_micros',
  'currency',
  'paused_until',
  'last_error',
  'created_at',
  'updated_at',
]

async function readProvider({ sql, options }: RequestContext, id: string) {
  const [row] = await sql`select ${sql(columns)} from public.message_providers where id = ${parseId(id)}`
  const provider = found(row)
  return { ...provider, webhook_url: webhookUrlOf(options.vendors, { id, kind: provider['kind'] }) }
}

async function keepCredentials(
  sql: Transaction,
  { options }: RequestContext,
  id: string,
  credentials: Credentials,
): Promise<void> {
  const sealed = await options.credentials.seal(credentials, ownerOf(id)).catch((error: unknown) => {
    if (error instanceof CredentialKeyError) throw new ProblemError('PROVIDER_FAILED', error.message)
    throw error
  })
  await sql`insert into headwater.message_provider_secrets (provider_id, key_id, iv, data) values (${id}, ${sealed.keyId}, ${sealed.iv}, ${sealed.data})
    on conflict (provider_id) do update set key_id = excluded.key_id, iv = excluded.iv, data = excluded.data, updated_at = now()`
  await sql`update public.message_providers set has_credentials = true, last_error = null, paused_until = null, failure_count = 0 where id = ${id}`
}

/** `GET /campaign-api/providers` */
export const listProviders: Handler = async (context) => {
  const { sql, options } = context
  const rows =
    await sql`select ${sql(columns)} from public.message_providers order by created_at, id limit 200`
  return {
    data: rows.map((row) => ({
      ...row,
      webhook_url: webhookUrlOf(options.vendors, { id: row['id'], kind: row['kind'] }),
    })),
  }
}

/** `POST /campaign-api/providers` */
export const createProvider: Handler = async (context) => {
  const { sql, body } = context
  await requireAdmin(sql)
  const input = parse(createProviderSchema, body)
  const channel = input.kind === 'whatsapp-cloud' ? 'whatsapp' : 'sms'
  // The vendors' own defaults: a long code's segment a second, a WhatsApp number's 80 messages.
  const rate = { twilio: 1, 'whatsapp-cloud': 80, console: 100 }[input.kind]
  const [row] = await sql`
    insert into public.message_providers (kind, channel, name, config, segments_per_second, price_micros, currency)
    values (${input.kind}, ${channel}, ${input.name}, ${JSON.stringify(input.config ?? {})}::text::jsonb, ${input.segments_per_second ?? rate},
      ${input.price_micros ?? 0}, ${input.currency ?? 'USD'}) returning id`
  const id = String(found(row)['id'])
  if (input.kind !== 'console') {
    const credentials: Credentials = Object.fromEntries(
      Object.entries(input.credentials).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    )
    await asProject(context, () => keepCredentials(sql, context, id, credentials))
  }
  return { data: await readProvider(context, id), status: 201 }
}

/** `PUT /campaign-api/providers/:id` */
export const updateProvider: Handler = async (context, id) => {
  const { sql, body } = context
  await requireAdmin(sql)
  const change = parse(updateProviderSchema, body)
  const before = await readProvider(context, id)
  if (change.credentials !== undefined) {
    const kind: unknown = 'kind' in before ? before.kind : ''
    const needed = kind === 'twilio' ? ['auth_token'] : ['access_token', 'app_secret', 'verify_token']
    const missing = needed.filter((name) => change.credentials?.[name] === undefined)
    if (missing.length > 0)
      throw new ProblemError('VALIDATION_FAILED', 'Enter all of the credentials.', {
        issues: missing.map((name) => ({ path: `credentials.${name}`, message: 'This is missing.' })),
      })
  }
  await sql`update public.message_providers set name = coalesce(${change.name ?? null}, name),
      segments_per_second = coalesce(${change.segments_per_second ?? null}, segments_per_second),
      price_micros = coalesce(${change.price_micros ?? null}, price_micros), currency = coalesce(${change.currency ?? null}, currency)
    where id = ${id}`
  const { credentials } = change
  if (credentials !== undefined)
    await asProject(context, () => keepCredentials(sql, context, id, credentials))
  return { data: await readProvider(context, id) }
}

/** `DELETE /campaign-api/providers/:id` */
export const deleteProvider: Handler = async (context, id) => {
  const { sql } = context
  await requireAdmin(sql)
  await readProvider(context, id)
  const [used] = await sql`select id from public.campaigns where provider_id = ${id} limit 1`
  if (used) throw new ProblemError('PROVIDER_IN_USE', 'Campaigns use this account. Delete them first.')
  const [row] = await sql`delete from public.message_providers where id = ${id} returning id`
  return { data: found(row) }
}

/** `POST /campaign-api/providers/:id/reseal`: seals the credentials with the newest key, after a key was added. */
export const resealProvider: Handler = async (context, id) => {
  const { sql, options } = context
  await requireAdmin(sql)
  await readProvider(context, id)
  await asProject(context, async () => {
    const account = await readAccount(sql, options.credentials, id).catch((error: unknown) => {
      if (error instanceof CredentialKeyError) throw new ProblemError('PROVIDER_FAILED', error.message)
      throw error
    })
    if (account && Object.keys(account.credentials).length > 0)
      await keepCredentials(sql, context, id, account.credentials)
  })
  return { data: await readProvider(context, id) }
}
