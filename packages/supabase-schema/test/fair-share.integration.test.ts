import { beforeEach, expect, test } from 'vitest'
import { createModel, signUp, until, type Person } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const { stack, sql, ada } = await openHub({
  HEADWATER_BATCH_ROWS: '500',
  HEADWATER_SLICE_CPU_MS: '200',
  HEADWATER_VISIBILITY_SECONDS: '5',
})
const eve = await signUp(stack, 'eve@example.com')
const models = new Map([
  [ada, await createModel(ada)],
  [eve, await createModel(eve)],
])

beforeEach(async () => {
  await sql`delete from public.import_jobs`
  await sql`select pgmq.purge_queue('import_jobs')`
  await sql`delete from headwater.import_turns`
})

async function start(person: Person, rows: number): Promise<string> {
  const lines = Array.from({ length: rows }, (_, index) => `Person ${index},p${index}@example.com,${index}`)
  const file_url = await person.upload(
    `${crypto.randomUUID()}.csv`,
    `name,email,amount\n${lines.join('\n')}\n`,
  )
  const { body } = await person.call('POST', '/import-jobs', {
    model_id: models.get(person),
    file_url,
    file_type: 'csv',
  })
  return body.data.id
}

/** Jobs that wait, without a worker that would be called for them. */
async function queueJobs(person: Person, count: number): Promise<string[]> {
  return sql.begin(async (transaction) => {
    const jobs = await transaction`
      insert into public.import_jobs (user_id, agency_id, model_id, file_url, file_type)
      select ${person.id}, agency_id, id, ${person.id}::text || '/' || i || '.csv', 'csv'
      from public.data_models, generate_series(1, ${count}) i where id = ${models.get(person) ?? ''}
      returning id`
    await transaction`delete from net.http_request_queue`
    return jobs.map((job) => String(job['id']))
  })
}

/** Whose turn it is, turn after turn; each slice hands its rest back before the next one is taken. */
async function turnsOf(count: number, owners: ReadonlyMap<string, string>): Promise<string[]> {
  const turns: string[] = []
  for (let turn = 0; turn < count; turn++) {
    const [taken] =
      await sql`select msg_id, message ->> 'import_job_id' id from headwater.take_import_turn(60, 1)`
    if (!taken) break
    turns.push(owners.get(String(taken['id'])) ?? '?')
    await sql`select pgmq.delete('import_jobs', ${taken['msg_id']}::bigint)`
    await sql`select pgmq.send('import_jobs', jsonb_build_object('import_job_id', ${taken['id']}::text))`
  }
  return turns
}

test('two tenants take turns, however many imports one of them has and whoever came first', async () => {
  await sql`update cron.job set active = false`
  const many = await queueJobs(ada, 20)
  const one = await queueJobs(eve, 1)
  const owners = new Map([
    ...many.map((id) => [id, 'ada'] as const),
    ...one.map((id) => [id, 'eve'] as const),
  ])
  const turns = await turnsOf(12, owners)
  expect(turns).toEqual(Array.from({ length: 12 }, (_, turn) => (turn % 2 === 0 ? 'ada' : 'eve')))
  await sql`update cron.job set active = true`
})

test('a tenant has one slice under way at a time, and its imports take turns too', async () => {
  await sql`update cron.job set active = false`
  const jobs = await queueJobs(ada, 3)
  const first = await sql`select message ->> 'import_job_id' id from headwater.take_import_turn(60, 1)`
  expect(jobs).toContain(first[0]?.['id'])
  expect(await sql`select * from headwater.take_import_turn(60, 1)`).toHaveLength(0)
  expect(await sql`select * from headwater.take_import_turn(60, 2)`).toHaveLength(1)
  await sql`update cron.job set active = true`
})

test('a small import ends while another tenant’s large ones still run', { timeout: 120_000 }, async () => {
  const large = await Promise.all([start(ada, 60_000), start(ada, 60_000), start(ada, 60_000)])
  const progress = async () => {
    const [row] = await sql<{ count: number }[]>`
      select sum(processed_records)::int count from public.import_jobs where id = any (${large})`
    return row?.count ?? 0
  }
  await until(progress, (count) => count > 0)
  const small = await start(eve, 200)
  const end = await until(
    async () => {
      const [row] = await sql`select status, finished_at from public.import_jobs where id = ${small}`
      return row
    },
    (row) => row?.['status'] === 'completed',
  )
  expect(end?.['status']).toBe('completed')
  const running =
    await sql`select id from public.import_jobs where id = any (${large}) and status in ('pending', 'processing')`
  expect(running.length).toBeGreaterThanOrEqual(2)
  for (const id of large) await ada.call('POST', `/import-jobs/${id}/cancel`)
})
