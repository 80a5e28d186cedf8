import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createModel,
  signUp,
  startLocalSupabase,
  until,
  type LocalSupabase,
  type Person,
} from './data-hub.ts'

const ROWS = 40_000
const KILLS = 20

let stack: LocalSupabase
let sql: postgres.Sql
let ada: Person

beforeAll(async () => {
  stack = await startLocalSupabase({
    functionEnv: {
      HEADWATER_REQUESTS_PER_MINUTE: '100000',
      HEADWATER_BATCH_ROWS: '500',
      HEADWATER_VISIBILITY_SECONDS: '1',
      HEADWATER_SLICE_CPU_MS: '400',
    },
  })
  sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  ada = await signUp(stack, 'ada@example.com')
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

async function jobNow(id: string): Promise<{ status: string; imported: number; failed: number }> {
  const [row] =
    await sql`select status, imported_records imported, failed_records failed from public.import_jobs where id = ${id}`
  return {
    status: String(row?.['status']),
    imported: Number(row?.['imported']),
    failed: Number(row?.['failed']),
  }
}

/** Calls the worker, as the schedule does while a message waits. */
function kick(): void {
  void fetch(`${stack.functionsUrl}/import-worker`, {
    method: 'POST',
    headers: { apikey: stack.secretKey },
  }).catch(() => undefined)
}

test(
  'a worker that is killed again and again loses no row and doubles none',
  { timeout: 240_000 },
  async () => {
    const modelId = await createModel(ada)
    const lines = Array.from({ length: ROWS }, (_, index) =>
      index % 1000 === 7 ? `,p${index}@example.com` : `Person ${index},p${index}@example.com`,
    )
    const file_url = await ada.upload('killed.csv', `name,email\n${lines.join('\n')}\n`)
    const { body } = await ada.call('POST', '/import-jobs', { model_id: modelId, file_url, file_type: 'csv' })
    const { id } = body.data

    let kills = 0
    for (const deadline = Date.now() + 200_000; Date.now() < deadline;) {
      kick()
      const before = await jobNow(id)
      if (before.status === 'completed') break
      if (kills >= KILLS) {
        await until(
          () => jobNow(id),
          ({ status }) => status === 'completed',
        )
        continue
      }
      // The moment differs each time: right after a commit, or some random milliseconds into the next batch.
      await until(
        () => jobNow(id),
        ({ imported }) => imported > before.imported,
      )
      const later = Date.now() + Math.random() * 40
      await until(
        async () => Date.now(),
        (now) => now >= later,
      )
      const pid = stack.functions.pid('import-worker')
      if (pid === null) continue
      process.kill(pid, 'SIGKILL')
      kills++
    }

    expect(kills).toBeGreaterThanOrEqual(KILLS)
    expect(await jobNow(id)).toEqual({
      status: 'completed',
      imported: ROWS - ROWS / 1000,
      failed: ROWS / 1000,
    })
    const [counts] = await sql`
    select count(*)::int records, count(distinct import_row)::int rows,
      count(*) filter (where data ->> 'name' = 'Person ' || (import_row - 2))::int right_ones
    from public.records where import_job_id = ${id}`
    const expected = ROWS - ROWS / 1000
    expect(counts).toEqual({ records: expected, rows: expected, right_ones: expected })
    const [errors] =
      await sql`select count(*)::int total, count(distinct row_number)::int rows from public.import_job_errors where import_job_id = ${id}`
    expect(errors).toEqual({ total: ROWS / 1000, rows: ROWS / 1000 })
    const [queue] = await sql`select count(*)::int messages from pgmq.q_import_jobs`
    expect(queue).toEqual({ messages: 0 })
  },
)
