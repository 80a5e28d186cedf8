import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createModel,
  ended,
  signUp,
  startLocalSupabase,
  type LocalSupabase,
  type Person,
} from './data-hub.ts'

let stack: LocalSupabase
let sql: postgres.Sql
let ada: Person
let modelId: string

beforeAll(async () => {
  stack = await startLocalSupabase()
  sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  // The schedule's own clock is stopped: each test runs a command of it when its time has come.
  await sql`update cron.job set active = false`
  ada = await signUp(stack, 'ada@example.com')
  modelId = await createModel(ada)
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

/** Runs what the schedule runs under a name. */
async function runScheduled(name: string): Promise<void> {
  const [job] = await sql`select command from cron.job where jobname = ${name}`
  await sql.unsafe(String(job?.['command']))
}

async function messagesOf(jobId: string): Promise<number> {
  const [row] =
    await sql`select count(*)::int messages from pgmq.q_import_jobs where message ->> 'import_job_id' = ${jobId}`
  return Number(row?.['messages'])
}

/** Imports whose messages are gone before a worker saw them. */
async function createLostJobs(paths: string[]): Promise<string[]> {
  return sql.begin(async (transaction) => {
    const jobs = await transaction`
      insert into public.import_jobs (user_id, agency_id, model_id, file_url, file_type)
      select ${ada.id}, agency_id, id, path, 'csv' from public.data_models, unnest(${paths}::text[]) path where id = ${modelId}
      returning id`
    await transaction`delete from pgmq.q_import_jobs`
    return jobs.map((job) => String(job['id']))
  })
}

beforeEach(async () => {
  await sql`delete from public.import_jobs`
  await sql`select pgmq.purge_queue('import_jobs')`
})

test('an import that lost its message is taken up again', async () => {
  const path = await ada.upload('lost.csv', 'name\nAda\nGrace\n')
  const [id = ''] = await createLostJobs([path])
  expect(await messagesOf(id)).toBe(0)
  await runScheduled('headwater-import-jobs')
  expect(await ended(ada, id)).toMatchObject({ status: 'completed', imported_records: 2 })
})

test('an import that has its message, or has ended, gets no other', async () => {
  const ids = await createLostJobs([`${ada.id}/a.csv`, `${ada.id}/b.csv`, `${ada.id}/c.csv`])
  const [lost = '', waiting = '', done = ''] = ids
  await sql`select pgmq.send('import_jobs', jsonb_build_object('import_job_id', ${waiting}::text), 3600)`
  await sql`update public.import_jobs set status = 'cancelled', finished_at = now() where id = ${done}`
  const counts = await sql.begin(async (transaction) => {
    const [requeued] = await transaction`select headwater.requeue_import_jobs() jobs`
    const messages = await transaction`select message ->> 'import_job_id' id from pgmq.q_import_jobs`
    return { jobs: requeued?.['jobs'], ids: new Set(messages.map((row) => row['id'])), rows: messages.length }
  })
  expect(counts).toEqual({ jobs: 1, ids: new Set([lost, waiting]), rows: 2 })
})

test('a thousand lost imports are queued by one statement, once', async () => {
  await createLostJobs(Array.from({ length: 1000 }, (_, index) => `${ada.id}/${index}.csv`))
  const counts = await sql.begin(async (transaction) => {
    const [first] = await transaction`select headwater.requeue_import_jobs() jobs`
    const [second] = await transaction`select headwater.requeue_import_jobs() jobs`
    await transaction`delete from public.import_jobs`
    return [first?.['jobs'], second?.['jobs']]
  })
  expect(counts).toEqual([1000, 0])
})

test('counts of requests and answers are deleted when they are old, and kept until then', async () => {
  const [old, fresh] = ['old@example.com', 'fresh@example.com']
  for (const [email, age] of [
    [old, '2 days'],
    [fresh, '10 minutes'],
  ] as const) {
    const person = await signUp(stack, email)
    await sql`insert into headwater.rate_limits (user_id, window_start, request_count) values (${person.id}, now() - ${age}::interval, 1)`
    await sql`insert into headwater.idempotency_keys (user_id, key, request_hash, created_at) values (${person.id}, 'key', 'hash', now() - ${age}::interval)`
  }
  await runScheduled('headwater-expired-rows')
  const remaining = async (table: string) =>
    (await sql`select u.email from ${sql(table)} join auth.users u on u.id = user_id`).map(
      (row) => row['email'],
    )
  expect(await remaining('headwater.rate_limits')).not.toContain(old)
  expect(await remaining('headwater.rate_limits')).toContain(fresh)
  expect(await remaining('headwater.idempotency_keys')).toEqual([fresh])
})

test.each([
  [
    'rate_limits_window_start_idx',
    "delete from headwater.rate_limits where window_start < now() - interval '1 hour'",
  ],
  [
    'idempotency_keys_created_at_idx',
    "delete from headwater.idempotency_keys where created_at < now() - interval '1 day'",
  ],
  ['import_jobs_active_idx', "select id from public.import_jobs where status in ('pending', 'processing')"],
])('an index, %s, finds the rows that upkeep is about', async (index, statement) => {
  const plan = await sql.begin(async (transaction) => {
    await transaction`set local enable_seqscan = off`
    return transaction.unsafe(`explain ${statement}`)
  })
  expect(JSON.stringify(plan)).toContain(index)
})

test('nobody but the project itself runs the upkeep', async () => {
  const [rights] = await sql`
    select bool_or(has_function_privilege(role, function, 'execute')) allowed
    from unnest(array['anon', 'authenticated', 'service_role']) role,
      unnest(array['headwater.requeue_import_jobs()', 'headwater.delete_expired_rows()']) function`
  expect(rights?.['allowed']).toBe(false)
})
