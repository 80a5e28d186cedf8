import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  dashboardChanges,
  dashboardInserts,
  dashboardKeyOf,
  dashboardRights,
  seedDashboards,
} from './rls-dashboards.ts'
import { createModel, signUp, startLocalSupabase, type LocalSupabase, type Person } from './data-hub.ts'

type Verb = 'select' | 'insert' | 'update' | 'delete'
type Caller =
  | 'anon'
  | 'owner'
  | 'agency_admin'
  | 'researcher'
  | 'client'
  | 'outsider'
  | 'super_admin'
  | 'service_role'

const verbs: readonly Verb[] = ['select', 'insert', 'update', 'delete']
const callers: readonly Caller[] = [
  'anon',
  'owner',
  'agency_admin',
  'researcher',
  'client',
  'outsider',
  'super_admin',
  'service_role',
]

/** Staff read, admins write: the rights to most of what belongs to an agency. */
const adminsWrite: Partial<Record<Caller, readonly Verb[]>> = {
  owner: verbs,
  agency_admin: verbs,
  researcher: ['select'],
  super_admin: verbs,
  service_role: verbs,
}

/** Staff read; only the functions write. */
const staffRead: Partial<Record<Caller, readonly Verb[]>> = {
  owner: ['select'],
  agency_admin: ['select'],
  researcher: ['select'],
  super_admin: ['select'],
  service_role: verbs,
}

/** What each caller may do with the owner's row of each table. `private` models are shared with nobody. */
const rights: Readonly<Record<string, Partial<Record<Caller, readonly Verb[]>>>> = {
  agencies: {
    owner: ['select', 'update'],
    agency_admin: ['select', 'update'],
    researcher: ['select'],
    client: ['select'],
    super_admin: ['select', 'update'],
    service_role: verbs,
  },
  user_profiles: {
    owner: ['select', 'update'],
    agency_admin: ['select'],
    researcher: ['select'],
    client: ['select'],
    super_admin: ['select'],
    service_role: verbs,
  },
  data_models: { owner: verbs, super_admin: ['select'], service_role: verbs },
  records: { owner: verbs, super_admin: ['select'], service_role: verbs },
  import_jobs: { owner: ['select', 'insert'], super_admin: ['select'], service_role: verbs },
  import_job_errors: { owner: ['select'], super_admin: ['select'], service_role: verbs },
  import_changes: { owner: ['select'], super_admin: ['select'], service_role: verbs },
  import_mappings: { owner: verbs, service_role: verbs },
  record_keys: { service_role: verbs },
  ...dashboardRights,
  message_providers: adminsWrite,
  campaigns: { ...adminsWrite, client: ['select'] },
  campaign_assignments: {
    owner: ['select', 'insert', 'delete'],
    agency_admin: ['select', 'insert', 'delete'],
    researcher: ['select'],
    client: ['select'],
    super_admin: ['select', 'insert', 'delete'],
    service_role: verbs,
  },
  campaign_messages: { ...staffRead, client: ['select'] },
  campaign_skips: { ...staffRead, client: ['select'] },
  campaign_counters: { ...staffRead, client: ['select'] },
  suppressions: {
    owner: ['select', 'insert', 'delete'],
    agency_admin: ['select', 'insert', 'delete'],
    researcher: ['select', 'insert'],
    super_admin: ['select', 'insert', 'delete'],
    service_role: verbs,
  },
  audience_segments: {
    owner: verbs,
    agency_admin: verbs,
    researcher: verbs,
    super_admin: verbs,
    service_role: verbs,
  },
  inbound_messages: staffRead,
}

let stack: LocalSupabase
let sql: postgres.Sql
const people = new Map<Caller, Person>()
let modelId: string
let jobId: string
let recordId: string
let agencyId: string
const campaignId = crypto.randomUUID()
const providerId = crypto.randomUUID()

function person(caller: Caller): Person {
  const found = people.get(caller)
  if (!found) throw new Error(`nobody is ${caller}`)
  return found
}

beforeAll(async () => {
  stack = await startLocalSupabase()
  sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  for (const caller of [
    'owner',
    'agency_admin',
    'researcher',
    'client',
    'outsider',
    'super_admin',
  ] as const) {
    people.set(caller, await signUp(stack, `${caller}@example.com`))
  }
  const agency = sql`(select agency_id from public.user_profiles where id = ${person('owner').id})`
  for (const role of ['agency_admin', 'researcher', 'client'] as const) {
    await sql`update public.user_profiles set role = ${role}, agency_id = ${agency} where id = ${person(role).id}`
  }
  await sql`update public.user_profiles set role = 'super_admin' where id = ${person('super_admin').id}`
  const [profile] = await sql`select agency_id from public.user_profiles where id = ${person('owner').id}`
  agencyId = String(profile?.['agency_id'])
  await seedDashboards(sql, agencyId)
  modelId = await createModel(person('owner'))
  const record = await person('owner').call('POST', '/records', { model_id: modelId, data: { name: 'Ada' } })
  recordId = record.body.data.id
  const [job] = await sql`
    insert into public.import_jobs (user_id, agency_id, model_id, file_url, file_type, status)
    values (${person('owner').id}, ${agency}, ${modelId}, ${`${person('owner').id}/a.csv`}, 'csv', 'completed') returning id`
  jobId = String(job?.['id'])
  await sql`insert into public.import_job_errors (import_job_id, row_number, errors) values (${jobId}, 2, '[]')`
  await sql`insert into public.import_changes (import_job_id, row_number, action) values (${jobId}, 2, 'update')`
  await sql`insert into public.import_mappings (user_id, agency_id, model_id, header_signature, columns)
    select ${person('owner').id}, agency_id, id, '0123456789abcdef', '[]' from public.data_models where id = ${modelId}`
  await sql`insert into public.record_keys (model_id, field, value, record_id) values (${modelId}, 'name', 'ada', ${recordId})`
  await sql`insert into public.message_providers (id, agency_id, kind, channel, name) values (${providerId}, ${agency}, 'console', 'sms', 'Console')`
  await sql`insert into public.campaigns (id, agency_id, name) values (${campaignId}, ${agency}, 'Welcome')`
  await sql`insert into public.campaign_assignments (campaign_id, agency_id, user_id) values (${campaignId}, ${agency}, ${person('client').id})`
  await sql`insert into public.campaign_messages (campaign_id, agency_id, recipient) values (${campaignId}, ${agency}, '+12015550123')`
  await sql`insert into public.campaign_skips (campaign_id, agency_id, record_id, reason) values (${campaignId}, ${agency}, ${recordId}, 'NO_NUMBER')`
  await sql`insert into public.suppressions (agency_id, channel, address) values (${agency}, 'sms', '+12015550123')`
  await sql`insert into public.audience_segments (agency_id, data_model_id, name, criteria) values (${agency}, ${modelId}, 'All', '{}')`
  await sql`insert into public.inbound_messages (agency_id, provider_id, provider_message_id) values (${agency}, ${providerId}, 'SM1')`
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

/** A statement of each verb on the owner's row of a table, as the caller would write it. */
function statementOf(table: string, verb: Verb): string {
  const owner = person('owner').id
  const keys: Record<string, string> = {
    agencies: `id = (select agency_id from public.user_profiles where id = '${owner}')`,
    user_profiles: `id = '${owner}'`,
    data_models: `id = '${modelId}'`,
    records: `id = '${recordId}'`,
    import_jobs: `id = '${jobId}'`,
    import_job_errors: `import_job_id = '${jobId}'`,
    import_changes: `import_job_id = '${jobId}'`,
    import_mappings: `user_id = '${owner}'`,
    record_keys: `record_id = '${recordId}'`,
    ...Object.fromEntries(Object.keys(dashboardRights).map((name) => [name, dashboardKeyOf(name, agencyId)])),
    message_providers: `id = '${providerId}'`,
    campaigns: `id = '${campaignId}'`,
    campaign_assignments: `campaign_id = '${campaignId}'`,
    campaign_messages: `campaign_id = '${campaignId}'`,
    campaign_skips: `campaign_id = '${campaignId}'`,
    campaign_counters: `campaign_id = '${campaignId}'`,
    suppressions: `address = '+12015550123'`,
    audience_segments: `data_model_id = '${modelId}'`,
    inbound_messages: `provider_id = '${providerId}'`,
  }
  const changes: Record<string, string> = {
    agencies: "name = 'x'",
    user_profiles: "full_name = 'x'",
    data_models: "name = 'x'",
    records: "data = '{}'",
    import_jobs: "status = 'failed'",
    import_job_errors: "raw = '{}'",
    import_changes: "after = '{}'",
    import_mappings: "mapping = '{}'",
    record_keys: "value = 'x'",
    ...dashboardChanges,
    message_providers: "name = 'x'",
    campaigns: "name = 'x'",
    campaign_assignments: 'created_at = now()',
    campaign_messages: "reason = 'x'",
    campaign_skips: "value = 'x'",
    campaign_counters: 'segments_count = 1',
    suppressions: "note = 'x'",
    audience_segments: "name = 'x'",
    inbound_messages: "body = 'x'",
  }
  const agency = `'${agencyId}'`
  const inserts: Record<string, string> = {
    agencies: "(name) values ('x')",
    user_profiles: `(id, agency_id) select gen_random_uuid(), id from public.agencies limit 1`,
    data_models: "(name) values ('x')",
    records: `(model_id, agency_id, data) values ('${modelId}', ${agency}, '{}')`,
    import_jobs: `(model_id, agency_id, file_url, file_type) values ('${modelId}', ${agency}, '${owner}/b.csv', 'csv')`,
    import_job_errors: `(import_job_id, row_number, errors) values ('${jobId}', 3, '[]')`,
    import_changes: `(import_job_id, row_number, action) values ('${jobId}', 3, 'update')`,
    import_mappings: `(model_id, agency_id, header_signature, columns) values ('${modelId}', ${agency}, '00000000000000ff', '[]')`,
    record_keys: `(model_id, field, value, record_id) values ('${modelId}', 'name', 'y', '${recordId}')`,
    ...dashboardInserts(agencyId),
    message_providers: `(agency_id, kind, channel, name) values (${agency}, 'console', 'sms', 'x')`,
    campaigns: `(agency_id, name) values (${agency}, 'x')`,
    campaign_assignments: `(campaign_id, agency_id, user_id) values ('${campaignId}', ${agency}, '${owner}')`,
    campaign_messages: `(campaign_id, agency_id, recipient) values ('${campaignId}', ${agency}, '+12015550124')`,
    campaign_skips: `(campaign_id, agency_id, record_id, reason) values ('${campaignId}', ${agency}, gen_random_uuid(), 'NO_NUMBER')`,
    campaign_counters: `(campaign_id, agency_id) values ('${campaignId}', ${agency})`,
    suppressions: `(agency_id, channel, address) values (${agency}, 'sms', '+12015550124')`,
    audience_segments: `(agency_id, data_model_id, name, criteria) values (${agency}, '${modelId}', 'x', '{}')`,
    inbound_messages: `(agency_id, provider_id, provider_message_id) values (${agency}, '${providerId}', 'SM2')`,
  }
  switch (verb) {
    case 'select':
      return `select 1 from public.${table} where ${keys[table]}`
    case 'insert':
      return `insert into public.${table} ${inserts[table]}`
    case 'update':
      return `update public.${table} set ${changes[table]} where ${keys[table]}`
    case 'delete':
      return `delete from public.${table} where ${keys[table]}`
  }
}

/** Tries a statement as a caller and rolls it back. What the service may write by its grants may still miss a value: that is no denial. */
async function isAllowed(caller: Caller, table: string, verb: Verb): Promise<boolean> {
  const done = new Error('rolled back')
  let allowed = false
  const statement = statementOf(table, verb)
  const role = caller === 'anon' || caller === 'service_role' ? caller : 'authenticated'
  const claims = JSON.stringify({ role, sub: people.get(caller)?.id })
  await sql
    .begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${claims}, true), set_config('role', ${role}, true)`
      const result = await transaction.unsafe(statement)
      allowed = verb === 'select' ? result.length > 0 : result.count > 0
      throw done
    })
    .catch((error: unknown) => {
      if (error === done) return
      const code = error instanceof postgres.PostgresError ? error.code : ''
      if (code.startsWith('23')) allowed = role === 'service_role'
      else if (code !== '42501') throw error
    })
  return allowed
}

describe('row level security', () => {
  test('is on for every table of the API, and each stands in this matrix', async () => {
    const tables = await sql<{ name: string; rls: boolean }[]>`
      select relname name, relrowsecurity rls from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`
    expect(tables.filter((table) => !table.rls)).toEqual([])
    expect(tables.map((table) => table.name)).toEqual(Object.keys(rights).toSorted())
  })

  test.each(Object.keys(rights))('lets each caller do with %s exactly what it may', async (table) => {
    const seen: Partial<Record<Caller, Verb[]>> = {}
    for (const caller of callers) {
      for (const verb of verbs) {
        if (await isAllowed(caller, table, verb)) seen[caller] = [...(seen[caller] ?? []), verb]
      }
    }
    // Anyone may make a model of their own: that insert concerns nobody else's row.
    if (table === 'data_models')
      for (const caller of callers)
        seen[caller] =
          seen[caller]?.filter(
            (verb) => verb !== 'insert' || caller === 'owner' || caller === 'service_role',
          ) ?? []
    expect(Object.fromEntries(Object.entries(seen).filter(([, list]) => list.length > 0))).toEqual(
      rights[table],
    )
  })

  test('keeps a user from raising their own role or changing their agency', async () => {
    const { error } = await person('client')
      .client.from('user_profiles')
      .update({ role: 'super_admin' })
      .eq('id', person('client').id)
    expect(error?.code).toBe('42501')
    const moved = await person('client')
      .client.from('user_profiles')
      .update({ agency_id: crypto.randomUUID() })
      .eq('id', person('client').id)
    expect(moved.error?.code).toBe('42501')
  })

  test('shares an agency model with its members by their role', async () => {
    await person('owner').call('PUT', `/models/${modelId}`, { visibility: 'agency' })
    const statusOf = async (caller: Caller, method: string, body?: object) =>
      (await person(caller).call(method, `/records/${recordId}`, body)).status
    expect(await statusOf('researcher', 'PUT', { data: { name: 'By a researcher' } })).toBe(200)
    expect(await statusOf('client', 'PUT', { data: { name: 'By a client' } })).toBe(404)
    expect(await statusOf('outsider', 'PUT', { data: { name: 'By an outsider' } })).toBe(404)
    expect((await person('client').call('GET', `/records?model_id=${modelId}`)).body.data.total).toBe(1)
  })
})

test('migrations apply twice without a change', async () => {
  const { readdirSync, readFileSync } = await import('node:fs')
  const folder = new URL('../supabase/migrations/', import.meta.url)
  const skipped =
    /create\s+extension\s+(?:if\s+not\s+exists\s+)?(?:pg_cron|pg_net|pgmq|supabase_vault)[^;]*;/gi
  const scheduled = () => sql`select jobname, schedule, command from cron.job order by jobname`
  const before = await scheduled()
  for (const file of readdirSync(folder).toSorted())
    await sql.unsafe(readFileSync(new URL(file, folder), 'utf8').replace(skipped, ''))
  expect(await scheduled()).toEqual(before)
})
