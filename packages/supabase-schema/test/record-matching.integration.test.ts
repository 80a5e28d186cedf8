import { expect, test } from 'vitest'
import { contacts, createModel, until } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const { sql, ada } = await openHub()

async function ensure(modelId: string, names: string[]): Promise<string> {
  const [set] = await sql`select set_id from headwater.ensure_match_key_set(${modelId}, ${names}::text[])`
  return String(set?.['set_id'])
}

/** The records without their key, the keys without their record, and all keys. */
async function stateOf(modelId: string, setId: string): Promise<Record<string, number>> {
  const [set] =
    await sql`select headwater.match_key_expression(fields) expression from headwater.match_key_sets where id = ${setId}`
  const [state] = await sql.unsafe<Record<string, number>[]>(`
    with wanted as (select id, ${String(set?.['expression'])} key from public.records where model_id = '${modelId}'),
      kept as (select record_id id, key from headwater.record_match_keys where set_id = ${setId})
    select (select count(*)::int from (select * from wanted where key is not null except select * from kept) x) missing,
      (select count(*)::int from (select * from kept except select * from wanted) x) odd, (select count(*)::int from kept) keys`)
  return state ?? {}
}

async function insert(modelId: string, from: number, to: number): Promise<void> {
  await sql`
    insert into public.records (model_id, agency_id, user_id, data)
    select id, agency_id, user_id, jsonb_build_object('name', 'Person ' || i, 'email', 'P' || i || '@example.com')
    from public.data_models, generate_series(${from}::int, ${to}::int) i where id = ${modelId}`
}

test('keys follow whatever is written to the records, and blank ones have none', async () => {
  const modelId = await createModel(ada)
  await insert(modelId, 1, 50)
  const set = await ensure(modelId, ['name', 'email'])
  expect(await ensure(modelId, ['email', 'name'])).toBe(set)
  expect(await stateOf(modelId, set)).toEqual({ missing: 0, odd: 0, keys: 50 })
  await insert(modelId, 51, 60)
  await sql`update public.records set data = data || '{"email":"  "}' where model_id = ${modelId} and data ->> 'name' < 'Person 2'`
  await sql`update public.records set data = data || '{"amount":3}' where model_id = ${modelId}`
  await sql`update public.records set data = data || '{"name":"Other"}' where model_id = ${modelId} and data ->> 'name' > 'Person 5'`
  await sql`delete from public.records where model_id = ${modelId} and data ->> 'name' = 'Person 3'`
  const { keys, ...faults } = await stateOf(modelId, set)
  expect(faults).toEqual({ missing: 0, odd: 0 })
  expect(keys).toBeGreaterThan(30)
  expect(keys).toBeLessThan(60)
})

test('a record that is written while the keys are built has its key too', async () => {
  const modelId = await createModel(ada)
  await insert(modelId, 1, 10)
  const builders: Promise<string>[] = []
  // The writer has its record and has not committed: the builder waits for it.
  await sql.begin(async (writer) => {
    await writer`
      insert into public.records (model_id, agency_id, user_id, data)
      select id, agency_id, user_id, '{"name":"Late","email":"late@example.com"}' from public.data_models where id = ${modelId}`
    builders.push(ensure(modelId, ['email']))
    const waiting = () => sql`select 1 from pg_locks where locktype = 'advisory' and not granted`
    expect(await until(waiting, (rows) => rows.length > 0)).toHaveLength(1)
  })
  const [set = ''] = await Promise.all(builders)
  expect(await stateOf(modelId, set)).toEqual({ missing: 0, odd: 0, keys: 11 })
})

test('keys of fields that change go, and are built anew when they are asked for', async () => {
  const modelId = await createModel(ada)
  await insert(modelId, 1, 10)
  const set = await ensure(modelId, ['name'])
  await ada.call('PUT', `/models/${modelId}`, {
    fields: contacts.fields.map((field) => ({ ...field, label: 'L' })),
  })
  expect(await ensure(modelId, ['name'])).toBe(set)
  const unique = contacts.fields.map((field) => (field.name === 'name' ? { ...field, unique: true } : field))
  expect((await ada.call('PUT', `/models/${modelId}`, { fields: unique })).status).toBe(200)
  const [left] = await sql`select count(*)::int keys from headwater.record_match_keys where set_id = ${set}`
  expect(left).toEqual({ keys: 0 })
  const next = await ensure(modelId, ['name'])
  expect(next).not.toBe(set)
  expect(await stateOf(modelId, next)).toEqual({ missing: 0, odd: 0, keys: 10 })
  expect(
    await sql`select * from headwater.ensure_match_key_set(${modelId}, '{nothing}'::text[])`,
  ).toHaveLength(0)
})

test(
  'among a million keys a batch’s are found by index, also before anything was analysed',
  { timeout: 120_000 },
  async () => {
    const modelId = await createModel(ada)
    const set = await ensure(modelId, ['email'])
    await sql`
    insert into headwater.record_match_keys (set_id, key, record_id)
    select ${set}::bigint, md5('p' || i || '@example.com')::uuid, gen_random_uuid() from generate_series(1, 1000000) i`
    const { plan, ms } = await sql.begin(async (transaction) => {
      await transaction`create temporary table keyed on commit drop as
      select i import_row, md5('p' || i * 100 || '@example.com')::uuid key from generate_series(1, 5000) i`
      const look = `select k.import_row, m.record_id from keyed k cross join lateral (
      select m.record_id from headwater.record_match_keys m where m.set_id = ${set} and m.key = k.key offset 0) m`
      const lines = await transaction.unsafe(`explain ${look}`)
      const startedAt = performance.now()
      const found = await transaction.unsafe(look)
      expect(found).toHaveLength(5000)
      return {
        plan: lines.map((line) => String(line['QUERY PLAN'])).join('\n'),
        ms: performance.now() - startedAt,
      }
    })
    expect(plan).toMatch(/Index (Only )?Scan (using|on) record_match_keys_pkey/)
    expect(plan).toMatch(/Index Cond: \(\(set_id = '?\d+'?(::bigint)?\) AND \(key = k\.key\)\)/)
    expect(ms).toBeLessThan(5000)
  },
)
