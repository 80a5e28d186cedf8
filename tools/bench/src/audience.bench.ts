import { startLocalSupabase } from '@headwater/local-supabase'
import postgres from 'postgres'
import { signUp } from './sign-up.ts'

const PAGE = 25
const fields = [
  { id: '1', name: 'name', type: 'text' },
  { id: '2', name: 'phone', type: 'phone' },
  { id: '3', name: 'city', type: 'text' },
  { id: '4', name: 'status', type: 'select', options: ['active', 'lapsed', 'new', 'lost'] },
  { id: '5', name: 'spent', type: 'number' },
  { id: '6', name: 'since', type: 'date' },
]

interface Case {
  what: string
  rules: { field: string; operator: string; value: unknown }[]
  /** The same predicate over the same tables, written by hand; `$field_kind` is a field's id. */
  byHand: string
  /** The same predicate over the records themselves. */
  overRecords: string
}

const cases: readonly Case[] = [
  {
    what: 'equality',
    rules: [{ field: 'status', operator: '=', value: 'active' }],
    byHand: `select record_id from headwater.audience_texts where field_id = $status_texts and value = 'active'`,
    overRecords: `lower(data ->> 'status') = 'active'`,
  },
  {
    what: 'range',
    rules: [
      { field: 'spent', operator: '>=', value: 500 },
      { field: 'spent', operator: '<', value: 700 },
    ],
    byHand: `select record_id from headwater.audience_numbers where field_id = $spent_numbers and value >= 500 and value < 700`,
    overRecords: `(data ->> 'spent')::double precision >= 500 and (data ->> 'spent')::double precision < 700`,
  },
  {
    what: 'contains',
    rules: [{ field: 'city', operator: 'contains', value: 'burg' }],
    byHand: `select t.record_id from headwater.audience_texts t where t.field_id = $city_texts
      and t.value = any (array(select key from headwater.audience_grams where field_id = $city_grams and value like '%burg%'))`,
    overRecords: `lower(data ->> 'city') like '%burg%'`,
  },
  {
    what: 'three rules',
    rules: [
      { field: 'status', operator: '=', value: 'active' },
      { field: 'spent', operator: '>', value: 800 },
      { field: 'city', operator: 'contains', value: 'burg' },
    ],
    byHand: `select a.record_id from headwater.audience_texts a
      join headwater.audience_numbers b on b.field_id = $spent_numbers and b.value > 800 and b.value < 'NaN' and b.record_id = a.record_id
      join headwater.audience_texts c on c.field_id = $city_texts and c.record_id = a.record_id
        and c.value = any (array(select key from headwater.audience_grams where field_id = $city_grams and value like '%burg%'))
      where a.field_id = $status_texts and a.value = 'active'`,
    overRecords: `lower(data ->> 'status') = 'active' and (data ->> 'spent')::double precision > 800 and lower(data ->> 'city') like '%burg%'`,
  },
]

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Fills a model with records whose values are spread as those of customers are. */
async function fill(sql: postgres.Sql, modelId: string, userId: string, rows: number): Promise<void> {
  for (let from = 1; from <= rows; from += 100_000)
    await sql`
      insert into public.records (model_id, agency_id, user_id, data)
      select ${modelId}, m.agency_id, ${userId}, jsonb_build_object('name', 'Person ' || n, 'phone', '+1201' || lpad((n % 10000000)::text, 7, '0'),
        'city', (array['Ham','Augs','Frei','Salz','New ','San ','Port ','Lake '])[1 + n % 8] || (array['burg','ville','town','dam','ford','field'])[1 + (n / 8) % 6] || ' ' || n % 97,
        'status', (array['active','lapsed','new','lost','lapsed','lost','lost','lapsed'])[1 + (n::bigint * 7919) % 8], 'spent', (n::bigint * 7907) % 100000 / 100.0,
        'since', to_char(date '2020-01-01' + n % 2000, 'YYYY-MM-DD'))
      from generate_series(${from}::integer, ${Math.min(rows, from + 99_999)}::integer) n join public.data_models m on m.id = ${modelId}`
}

/** `pnpm bench audience [records] [runs]`: count and first page of an audience in one model, against the same predicate written by hand. */
export async function run([recordCount = '1000000', runCount = '25']: readonly string[]): Promise<object> {
  const rows = Number(recordCount)
  await using stack = await startLocalSupabase()
  const sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  const person = await signUp(stack)
  const model = await person.call<{ id: string }>('data-hub-api', 'POST', '/models', {
    name: 'Customers',
    fields,
  })
  const filledMs = await millisecondsOf(() => fill(sql, model.id, person.id, rows))
  await sql`update headwater.settings set value = '0' where name = 'audience_index_above'`

  const claims = JSON.stringify({ sub: person.id, role: 'authenticated' })
  const asUser = <Result>(work: (transaction: postgres.TransactionSql) => Promise<Result>) =>
    sql.begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`
      return work(transaction)
    })
  const ours = (one: Case) =>
    asUser(async (transaction) => {
      const [found] = await transaction<{ total: string; record_ids: string[]; answered_by: string }[]>`
        select * from headwater.read_audience(${model.id}, ${JSON.stringify({ combinator: 'and', rules: one.rules })}::text::jsonb, ${PAGE}, 0)`
      await transaction`select id, data from public.records where id = any(${found?.record_ids ?? []}::uuid[])`
      return found
    })
  // Wanted, then built: by the schedule in a project, here at once.
  for (const one of cases) await ours(one)
  const builtMs = await millisecondsOf(async () => {
    for (let done = false; !done;) {
      const [left] =
        await sql`select headwater.build_audience_fields(60000) rows, count(*)::int n from headwater.audience_fields where ready_at is null`
      done = left?.['n'] === 0
    }
  })
  await sql`vacuum (analyze) headwater.audience_texts, headwater.audience_numbers, headwater.audience_grams, public.records`

  const ids = new Map(
    (await sql`select field || '_' || kind name, id from headwater.audience_fields`).map((row) => [
      String(row['name']),
      Number(row['id']),
    ]),
  )
  async function handWritten(one: Case) {
    const query = one.byHand.replaceAll(/\$(\w+)/g, (_, name: string) => String(ids.get(name)))
    const [found] = await sql.unsafe(`with found as materialized (${query})
        select (select count(*) from found) total, array(select record_id from found order by record_id limit ${PAGE}) record_ids`)
    await sql`select id, data from public.records where id = any(${found?.['record_ids'] ?? []}::uuid[])`
    return found
  }
  const overRecords = (one: Case) =>
    sql.unsafe(`select count(*) from public.records where model_id = '${model.id}' and ${one.overRecords}`)

  const results = []
  for (const one of cases) {
    const times = { ours: [] as number[], byHand: [] as number[] }
    for (let index = 0; index < Number(runCount); index++) {
      times.ours.push(await millisecondsOf(() => ours(one)))
      times.byHand.push(await millisecondsOf(() => handWritten(one)))
    }
    const found = await ours(one)
    const scanMs = await millisecondsOf(() => overRecords(one))
    results.push({
      what: one.what,
      found: Number(found?.total),
      by: found?.answered_by,
      'p50 ms': Math.round(percentile(times.ours, 0.5)),
      'p95 ms': Math.round(percentile(times.ours, 0.95)),
      'by hand p50 ms': Math.round(percentile(times.byHand, 0.5)),
      ratio: percentile(times.ours, 0.5) / percentile(times.byHand, 0.5),
      'count over records ms': Math.round(scanMs),
    })
  }
  await sql.end()
  console.table(results)
  console.log(`${rows} records in ${Math.round(filledMs)} ms; values built in ${Math.round(builtMs)} ms.`)
  return {
    records: rows,
    ratio: Number(Math.max(...results.map((result) => result.ratio)).toFixed(3)),
    p95_ms: Math.max(...results.map((result) => result['p95 ms'])),
    build_ms: Math.round(builtMs),
  }
}
