import { expect, test } from 'vitest'
import { createModel } from './data-hub.ts'
import { openHub } from './hub-stack.ts'
import { runUnderFire } from './kill-worker.ts'

const ROWS = 16_000
const KILLS = 10

const { stack, sql, ada } = await openHub({
  HEADWATER_BATCH_ROWS: '500',
  HEADWATER_READ_BYTES: '8192',
  HEADWATER_VISIBILITY_SECONDS: '1',
  HEADWATER_SLICE_CPU_MS: '400',
})

/** Three of four rows change a record that is there or add one; one of a hundred is invalid, and one of fifty has an earlier row's key. */
function upsertFile(): string {
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const key = index % 50 === 49 ? index - 49 : index
    return `Person ${index},p${key}@example.com,${index % 100 === 7 ? 'many' : index}`
  })
  return `name,email,amount\n${lines.join('\n')}\n`
}

async function tableOf(modelId: string): Promise<string[]> {
  const rows =
    await sql`select row_to_json(r)::text line from public.records r where model_id = ${modelId} order by id`
  return rows.map((row) => String(row['line']))
}

test(
  'an upsert and its undo whose worker is killed again and again do exactly what they would have done',
  { timeout: 400_000 },
  async () => {
    const modelId = await createModel(ada)
    await sql`
      insert into public.records (model_id, agency_id, user_id, data)
      select id, agency_id, user_id, jsonb_build_object('name', 'Before', 'email', 'P' || i * 2 || '@example.com', 'amount', -1)
      from public.data_models, generate_series(0, ${ROWS / 2 - 1}) i where id = ${modelId}`
    const before = await tableOf(modelId)
    const mapping = { name: 'name', email: 'email', amount: 'amount' }
    const request = { model_id: modelId, file_type: 'csv', mode: 'upsert', key_fields: ['email'], mapping }
    const file_url = await ada.upload('upsert.csv', upsertFile())
    const { body } = await ada.call('POST', '/import-jobs', { ...request, file_url })
    const upsertKills = await runUnderFire({ stack, sql }, { jobId: body.data.id, kills: KILLS })

    // Of each fifty rows the first one is skipped for the last one, and that one inserts or updates in its place.
    const rows = Array.from({ length: ROWS }, (_, index) => index)
    const invalid = rows.filter((index) => index % 100 === 7)
    const skipped = rows.filter((index) => index % 50 === 0)
    const counting = rows.filter((index) => index % 100 !== 7 && index % 50 !== 0)
    const isThere = (index: number) => (index % 50 === 49 ? index - 49 : index) % 2 === 0
    const updated = counting.filter(isThere)
    const [job] = await sql`select * from public.import_jobs where id = ${body.data.id}`
    expect(job).toMatchObject({
      status: 'completed',
      total_records: ROWS,
      processed_records: ROWS,
      failed_records: invalid.length,
      skipped_records: skipped.length,
      updated_records: updated.length,
      inserted_records: counting.length - updated.length,
    })
    const [records] = await sql`
      select count(*)::int total, count(distinct lower(data ->> 'email'))::int keys,
        count(*) filter (where data ->> 'name' = 'Person ' || (data ->> 'amount'))::int written
      from public.records where model_id = ${modelId}`
    expect(records).toEqual({
      total: ROWS / 2 + counting.length - updated.length,
      keys: ROWS / 2 + counting.length - updated.length,
      written: counting.length,
    })
    const [kept] = await sql`
      select (select count(*)::int from public.import_changes where import_job_id = ${body.data.id} and action = 'update') changes,
        (select count(*)::int from public.import_job_errors where import_job_id = ${body.data.id}) errors`
    expect(kept).toEqual({ changes: updated.length, errors: invalid.length })

    const undo = await ada.call('POST', `/import-jobs/${body.data.id}/undo`, {})
    const undoKills = await runUnderFire({ stack, sql }, { jobId: undo.body.data.id, kills: KILLS })
    const [undone] = await sql`select * from public.import_jobs where id = ${undo.body.data.id}`
    expect(undone).toMatchObject({
      status: 'completed',
      processed_records: counting.length,
      reversed_records: counting.length,
      kept_records: 0,
      failed_records: 0,
    })
    expect(await tableOf(modelId)).toEqual(before)
    const [queue] = await sql`select count(*)::int messages from pgmq.q_import_jobs`
    expect(queue).toEqual({ messages: 0 })
    expect(upsertKills).toBeGreaterThanOrEqual(KILLS)
    expect(undoKills).toBeGreaterThanOrEqual(KILLS)
  },
)
