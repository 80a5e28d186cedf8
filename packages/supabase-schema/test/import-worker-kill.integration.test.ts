import { expect, test } from 'vitest'
import { createModel } from './data-hub.ts'
import { openHub } from './hub-stack.ts'
import { runUnderFire } from './kill-worker.ts'

const ROWS = 40_000
const KILLS = 20

const { stack, sql, ada } = await openHub({
  HEADWATER_BATCH_ROWS: '500',
  HEADWATER_VISIBILITY_SECONDS: '1',
  HEADWATER_SLICE_CPU_MS: '400',
})

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

    const kills = await runUnderFire({ stack, sql }, { jobId: id, kills: KILLS })
    expect(kills).toBeGreaterThanOrEqual(KILLS)
    const [job] = await sql`select * from public.import_jobs where id = ${id}`
    expect(job).toMatchObject({
      status: 'completed',
      imported_records: ROWS - ROWS / 1000,
      failed_records: ROWS / 1000,
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
