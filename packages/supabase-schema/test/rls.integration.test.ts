import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signUp, startLocalSupabase, type LocalSupabase, type Person } from './data-hub.ts'
import { tableCases } from './rls/index.ts'
import { callers, ids, verbs, type Caller, type TableCase, type Tenant, type Verb } from './rls/table-case.ts'

let stack: LocalSupabase
let sql: postgres.Sql
let tenant: Tenant
const people = new Map<Caller, Person>()

function person(caller: Caller): Person {
  const found = people.get(caller)
  if (!found) throw new Error(`nobody is ${caller}`)
  return found
}

beforeAll(async () => {
  stack = await startLocalSupabase()
  sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  for (const caller of callers)
    if (caller !== 'anon' && caller !== 'service_role')
      people.set(caller, await signUp(stack, `${caller}@example.com`))
  const [ownerId, clientId] = [person('owner').id, person('client').id]
  const [profile] = await sql`select agency_id from public.user_profiles where id = ${ownerId}`
  tenant = { ownerId, clientId, agencyId: String(profile?.['agency_id']) }
  for (const role of ['agency_admin', 'researcher', 'client'] as const)
    await sql`update public.user_profiles set role = ${role}, agency_id = ${tenant.agencyId} where id = ${person(role).id}`
  await sql`update public.user_profiles set role = 'super_admin' where id = ${person('super_admin').id}`
  for (const { table, seed } of tableCases)
    if (seed) await sql.unsafe(`insert into public.${table} ${seed(tenant)}`)
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

/** A statement of each verb on the owner's row of a table, as the caller would write it. */
function toStatement({ table, where, change, insert }: TableCase, verb: Verb): string {
  switch (verb) {
    case 'select':
      return `select 1 from public.${table} where ${where(tenant)}`
    case 'insert':
      return `insert into public.${table} ${insert(tenant)}`
    case 'update':
      return `update public.${table} set ${change} where ${where(tenant)}`
    case 'delete':
      return `delete from public.${table} where ${where(tenant)}`
  }
}

/** Tries a statement as a caller and rolls it back. What the service may write by its grants may still miss a value: that is no denial. */
async function isAllowed(caller: Caller, tableCase: TableCase, verb: Verb): Promise<boolean> {
  const done = new Error('rolled back')
  let allowed = false
  const statement = toStatement(tableCase, verb)
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
  test('is on for every table of the API, and each has its case', async () => {
    const tables = await sql<{ name: string; rls: boolean }[]>`
      select relname name, relrowsecurity rls from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`
    expect(tables.filter((table) => !table.rls)).toEqual([])
    expect(tables.map(({ name }) => name)).toEqual(tableCases.map(({ table }) => table).toSorted())
  })

  test.each(tableCases.map((tableCase) => [tableCase.table, tableCase] as const))(
    'lets each caller do with %s exactly what it may',
    async (_table, tableCase) => {
      const seen: Partial<Record<Caller, Verb[]>> = {}
      for (const caller of callers)
        for (const verb of verbs)
          if (await isAllowed(caller, tableCase, verb)) seen[caller] = [...(seen[caller] ?? []), verb]
      expect(seen).toEqual(tableCase.rights)
    },
  )

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
    await person('owner').call('PUT', `/models/${ids.model}`, { visibility: 'agency' })
    const statusOf = async (caller: Caller, method: string, body?: object) =>
      (await person(caller).call(method, `/records/${ids.record}`, body)).status
    expect(await statusOf('researcher', 'PUT', { data: { name: 'By a researcher' } })).toBe(200)
    expect(await statusOf('client', 'PUT', { data: { name: 'By a client' } })).toBe(404)
    expect(await statusOf('outsider', 'PUT', { data: { name: 'By an outsider' } })).toBe(404)
    expect((await person('client').call('GET', `/records?model_id=${ids.model}`)).body.data.total).toBe(1)
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
