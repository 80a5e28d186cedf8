import { describe, expect, test } from 'vitest'
import type { ImportJob } from '@headwater/core'
import { contacts, createModel, ended, signUp, until, type Person } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const { stack, sql, ada } = await openHub({
  HEADWATER_BATCH_ROWS: '200',
  HEADWATER_READ_BYTES: '4096',
  HEADWATER_VISIBILITY_SECONDS: '2',
  HEADWATER_SLICE_CPU_MS: '300',
})
const eve = await signUp(stack, 'eve@example.com')

async function start(modelId: string, content: string, options: object = {}): Promise<string> {
  const file_url = await ada.upload(`${crypto.randomUUID()}/contacts.csv`, content)
  const { status, body } = await ada.call('POST', '/import-jobs', {
    model_id: modelId,
    file_url,
    file_type: 'csv',
    ...options,
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.data.id
}

async function importRows(modelId: string, content: string, options: object = {}): Promise<ImportJob> {
  return ended(ada, await start(modelId, content, options))
}

async function undo(id: string): Promise<ImportJob> {
  const { status, body } = await ada.call('POST', `/import-jobs/${id}/undo`, {})
  if (status !== 201) throw new Error(JSON.stringify(body))
  return ended(ada, body.data.id)
}

async function refusalOf(person: Person, path: string): Promise<[number, string]> {
  const { status, body } = await person.call('POST', path, {})
  return [status, body.code]
}

async function namesOf(modelId: string): Promise<string[]> {
  const rows =
    await sql`select data ->> 'name' as name from public.records where model_id = ${modelId} order by 1`
  return rows.map((row) => String(row['name']))
}

const byEmail = { mode: 'upsert', key_fields: ['email'] }

function people(count: number, more = 0): string {
  const lines = Array.from(
    { length: count },
    (_, index) => `Person ${index},p${index}@example.com,${index + more}`,
  )
  return `name,email,amount\n${lines.join('\n')}\n`
}

async function processed(id: string): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select processed_records count from public.import_jobs where id = ${id}`
  return row?.count ?? 0
}

describe('an import that is paused', () => {
  test('rests, goes on where it was, and loses and doubles nothing', async () => {
    const modelId = await createModel(ada)
    const id = await start(modelId, people(12_000))
    await until(
      () => processed(id),
      (count) => count > 0,
    )
    const paused = await ada.call('POST', `/import-jobs/${id}/pause`)
    expect(paused.body.data.status).toBe('paused')
    const before = await processed(id)
    expect(before).toBeLessThan(12_000)
    expect(await refusalOf(ada, `/import-jobs/${id}/pause`)).toEqual([409, 'IMPORT_FINISHED'])
    expect(await refusalOf(ada, `/import-jobs/${id}/undo`)).toEqual([409, 'IMPORT_RUNNING'])
    // The schedule finds nothing to call a worker for, and a worker that is called finds nothing to do.
    const outcome = await fetch(`${stack.functionsUrl}/import-worker`, {
      method: 'POST',
      headers: { apikey: stack.secretKey },
    })
    expect(await outcome.json()).toEqual({ outcome: 'idle' })
    const [requeued] = await sql<{ jobs: number }[]>`select headwater.requeue_import_jobs() jobs`
    expect(requeued?.jobs).toBe(0)
    expect(await processed(id)).toBe(before)

    expect((await ada.call('POST', `/import-jobs/${id}/resume`)).body.data.status).toBe('processing')
    expect(await ended(ada, id)).toMatchObject({ status: 'completed', inserted_records: 12_000 })
    expect((await ada.call('GET', `/records?model_id=${modelId}&limit=1`)).body.data.total).toBe(12_000)
  })

  test('can be cancelled, and then what it wrote can be undone', async () => {
    const modelId = await createModel(ada)
    const id = await start(modelId, people(12_000))
    await until(
      () => processed(id),
      (count) => count > 0,
    )
    await ada.call('POST', `/import-jobs/${id}/pause`)
    expect((await ada.call('POST', `/import-jobs/${id}/cancel`)).body.data.status).toBe('cancelled')
    const done = await processed(id)
    expect(await undo(id)).toMatchObject({ reversed_records: done, kept_records: 0, failed_records: 0 })
    expect(await namesOf(modelId)).toEqual([])
  })
})

describe('an import after a dry run', () => {
  test('says what changed in between', async () => {
    const modelId = await createModel(ada)
    await importRows(modelId, people(5))
    const file_url = await ada.upload(`${crypto.randomUUID()}/contacts.csv`, people(8, 1))
    const request = { model_id: modelId, file_url, file_type: 'csv', ...byEmail }
    const dryRun = await ada.call('POST', '/import-jobs', { ...request, dry_run: true })
    const foretold = await ended(ada, dryRun.body.data.id)
    expect(foretold).toMatchObject({
      dry_run: true,
      inserted_records: 3,
      updated_records: 5,
      undo_until: null,
    })
    await sql`delete from public.records where model_id = ${modelId} and data ->> 'name' = 'Person 0'`
    const { body } = await ada.call('POST', '/import-jobs', { ...request, dry_run_of: foretold.id })
    expect(await ended(ada, body.data.id)).toMatchObject({
      inserted_records: 4,
      updated_records: 4,
      differences: {
        inserted_records: { expected: 3, actual: 4 },
        updated_records: { expected: 5, actual: 4 },
      },
    })
  })

  test('has samples of each kind and every rejected row', async () => {
    const modelId = await createModel(ada)
    await importRows(modelId, people(300))
    const wrong = Array.from({ length: 120 }, (_, index) => `Wrong ${index},w${index}@example.com,many`)
    const foretold = await importRows(modelId, `${people(600, 1)}${wrong.join('\n')}\n`, {
      ...byEmail,
      dry_run: true,
    })
    expect(foretold).toMatchObject({ inserted_records: 300, updated_records: 300, failed_records: 120 })
    const counts = await sql`
      select action, count(*)::int count, min(row_number)::int first from public.import_changes where import_job_id = ${foretold.id} group by action order by action`
    expect(counts).toMatchObject([
      { action: 'insert', count: 50, first: 302 },
      { action: 'update', count: 50, first: 2 },
    ])
    const errors = await ada.call('GET', `/import-jobs/${foretold.id}/errors?limit=1`)
    expect(errors.body.data.total).toBe(120)
  })
})

describe('an undo', () => {
  test('keeps what was changed since, names it, and takes the rest back', async () => {
    const modelId = await createModel(ada)
    await importRows(modelId, people(4))
    const job = await importRows(modelId, people(6, 100), byEmail)
    const idOf = async (name: string) => {
      const [row] =
        await sql`select id from public.records where model_id = ${modelId} and data ->> 'name' = ${name}`
      return String(row?.['id'])
    }
    await ada.call('PUT', `/records/${await idOf('Person 1')}`, { data: { amount: 7 } })
    await ada.call('PUT', `/records/${await idOf('Person 5')}`, { data: { name: 'Edited' } })
    await ada.call('DELETE', `/records/${await idOf('Person 2')}`)
    const undone = await undo(job.id)
    expect(undone).toMatchObject({
      status: 'completed',
      total_records: 6,
      processed_records: 6,
      reversed_records: 3,
      kept_records: 3,
      failed_records: 0,
    })
    const { body } = await ada.call('GET', `/import-jobs/${undone.id}/errors`)
    expect(body.data.errors.map((row) => [row.row_number, row.errors[0]?.code])).toEqual([
      [3, 'EDITED_SINCE'],
      [4, 'DELETED_SINCE'],
      [7, 'EDITED_SINCE'],
    ])
    expect(await namesOf(modelId)).toEqual(['Edited', 'Person 0', 'Person 1', 'Person 3'])
    expect((await ada.call('GET', `/import-jobs/${job.id}`)).body.data.undone_at).not.toBeNull()
    expect(await refusalOf(ada, `/import-jobs/${job.id}/undo`)).toEqual([409, 'IMPORT_UNDONE'])
  })

  test('of an undo brings the changes back, with their times, and can be undone again', async () => {
    const modelId = await createModel(ada)
    await importRows(modelId, people(3))
    const table = async () =>
      (
        await sql`select row_to_json(r)::text line from public.records r where model_id = ${modelId} order by id`
      ).map((row) => String(row['line']))
    const before = await table()
    const job = await importRows(modelId, people(5, 1), byEmail)
    const after = await table()
    const first = await undo(job.id)
    expect(await table()).toEqual(before)
    const second = await undo(first.id)
    expect(await table()).toEqual(after)
    expect((await ada.call('GET', `/import-jobs/${job.id}`)).body.data.undone_at).toBeNull()
    await undo(second.id)
    expect(await table()).toEqual(before)
    expect((await ada.call('GET', `/import-jobs/${job.id}`)).body.data.undone_at).not.toBeNull()
  })

  test('fails for the one record whose unique value somebody else has now, and says so', async () => {
    const fields = contacts.fields.map((field) =>
      field.name === 'name' ? { ...field, unique: true } : field,
    )
    const modelId = await createModel(ada, { ...contacts, fields })
    await importRows(modelId, 'name,email\nAda,ada@example.com\nAlan,alan@example.com\n')
    const job = await importRows(
      modelId,
      'name,email\nAugusta,ada@example.com\nTuring,alan@example.com\n',
      byEmail,
    )
    await ada.call('POST', '/records', { model_id: modelId, data: { name: 'ADA' } })
    const undone = await undo(job.id)
    expect(undone).toMatchObject({ reversed_records: 1, kept_records: 0, failed_records: 1 })
    const { body } = await ada.call('GET', `/import-jobs/${undone.id}/errors`)
    expect(body.data.errors.map((row) => [row.row_number, row.errors[0]?.code])).toEqual([[2, 'NOT_UNIQUE']])
    expect(await namesOf(modelId)).toEqual(['ADA', 'Alan', 'Augusta'])
  })

  test('is refused where nothing was changed, where it is too late, and to anybody else', async () => {
    const modelId = await createModel(ada)
    const job = await importRows(modelId, people(3))
    const same = await importRows(modelId, people(3), byEmail)
    expect(same.unchanged_records).toBe(3)
    expect(await refusalOf(ada, `/import-jobs/${same.id}/undo`)).toEqual([409, 'IMPORT_NOT_UNDOABLE'])
    expect(await refusalOf(eve, `/import-jobs/${job.id}/undo`)).toEqual([404, 'NOT_FOUND'])
    await sql`update public.import_jobs set undo_until = now() - interval '1 minute' where id = ${job.id}`
    expect(await refusalOf(ada, `/import-jobs/${job.id}/undo`)).toEqual([409, 'IMPORT_UNDO_EXPIRED'])
  })

  test('is asked for twice at once and happens once', async () => {
    const modelId = await createModel(ada)
    const job = await importRows(modelId, people(50))
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => ada.call('POST', `/import-jobs/${job.id}/undo`, {})),
    )
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([
      201, 409, 409, 409,
    ])
    await ended(ada, answers.find(({ status }) => status === 201)?.body.data.id ?? '')
    expect(await namesOf(modelId)).toEqual([])
  })

  test(
    'and imports that touch the same rows at once leave what one after another would',
    { timeout: 120_000 },
    async () => {
      const modelId = await createModel(ada)
      await importRows(modelId, people(2000))
      const job = await importRows(modelId, people(2000, 1), byEmail)
      const answer = await ada.call('POST', `/import-jobs/${job.id}/undo`, {})
      const rivals = await Promise.all([2, 3].map((more) => start(modelId, people(2000, more), byEmail)))
      const undone = await ended(ada, answer.body.data.id)
      const ends = await Promise.all(rivals.map((id) => ended(ada, id)))
      expect([undone, ...ends].map(({ status }) => status)).toEqual(['completed', 'completed', 'completed'])
      expect(undone.reversed_records + undone.kept_records).toBe(2000)
      const [counts] = await sql`
      select count(*)::int records, count(distinct data ->> 'email')::int emails from public.records where model_id = ${modelId}`
      expect(counts).toEqual({ records: 2000, emails: 2000 })
      // Each record has a value that one of them wrote, or had before.
      const [odd] = await sql`
      select count(*)::int odd from public.records where model_id = ${modelId}
        and (data ->> 'amount')::int - substr(data ->> 'name', 8)::int not in (0, 1, 2, 3)`
      expect(odd).toEqual({ odd: 0 })
    },
  )
})

describe('records that people edit while an upsert runs', () => {
  test(
    'have either what the person wrote over the row, or the row over what the person wrote',
    { timeout: 120_000 },
    async () => {
      const modelId = await createModel(ada)
      await importRows(modelId, people(3000))
      const ids = (
        await sql`select id from public.records where model_id = ${modelId} order by import_row`
      ).map((row) => String(row['id']))
      const id = await start(modelId, people(3000, 10_000), byEmail)
      let edits = 0
      const isRunning = async () =>
        (await ada.call('GET', `/import-jobs/${id}`)).body.data.status !== 'completed'
      while (await isRunning()) {
        const record = ids[(edits * 37) % ids.length] ?? ''
        await sql`update public.records set data = data || '{"note":"edited"}' where id = ${record}`
        edits++
      }
      expect(edits).toBeGreaterThan(3)
      expect(await ended(ada, id)).toMatchObject({
        updated_records: 3000,
        failed_records: 0,
        inserted_records: 0,
      })
      const [counts] = await sql`
      select count(*) filter (where (data ->> 'amount')::int >= 10000)::int imported, count(*) filter (where data ? 'note')::int noted
      from public.records where model_id = ${modelId}`
      expect(counts).toEqual({ imported: 3000, noted: Math.min(edits, 3000) })
    },
  )
})

describe('the report of rejected rows', () => {
  test('is whole, has the file’s columns, disarms formulas, and is imported again after it was corrected', async () => {
    const modelId = await createModel(ada)
    const rows = Array.from(
      { length: 2500 },
      (_, index) => `=1+${index},p${index}@example.com,many,"x, ""y"""`,
    )
    const mapping = { name: 'name', email: 'email', amount: 'amount' }
    const job = await importRows(modelId, `name,email,amount,note\n${rows.join('\n')}\n`, { mapping })
    expect(job).toMatchObject({ failed_records: 2500 })
    const { data } = await ada.client.functions.invoke<string>(
      `data-hub-api/import-jobs/${job.id}/errors.csv`,
      {
        method: 'GET',
      },
    )
    const lines = (data ?? '').trimEnd().split('\r\n')
    expect(lines).toHaveLength(2501)
    expect(lines[0]).toMatch(/^\uFEFF?name,email,amount,note,Import row,Import error$/)
    expect(lines[1]).toBe(`"'=1+0",p0@example.com,many,"x, ""y""",2,amount is “many”. Expected a number.`)
    const again = await importRows(modelId, (data ?? '').replaceAll(',many,', ',12,'))
    expect(again).toMatchObject({ inserted_records: 2500, failed_records: 0 })
    const other = await eve.client.functions.invoke(`data-hub-api/import-jobs/${job.id}/errors.csv`, {
      method: 'GET',
    })
    expect(other.response?.status).toBe(404)
  })
})

describe('an import again', () => {
  test('has the settings of the first one, for its file or another', async () => {
    const modelId = await createModel(ada)
    const settings = {
      ...byEmail,
      mapping: { name: 'name', email: 'email' },
      field_policies: { name: 'fill_blank' },
    }
    const job = await importRows(modelId, people(3), settings)
    const { status, body } = await ada.call('POST', `/import-jobs/${job.id}/again`, {})
    expect([status, body.data.again_of]).toEqual([201, job.id])
    expect(await ended(ada, body.data.id)).toMatchObject({
      ...settings,
      unchanged_records: 3,
      file_url: job.file_url,
    })
    const file_url = await ada.upload(`${crypto.randomUUID()}/more.csv`, people(5))
    const more = await ada.call('POST', `/import-jobs/${job.id}/again`, { file_url, dry_run: true })
    expect(await ended(ada, more.body.data.id)).toMatchObject({
      ...settings,
      dry_run: true,
      inserted_records: 2,
    })
  })
})

test('a key that fits several records is explained, and so is a blank one', async () => {
  const modelId = await createModel(ada)
  await importRows(modelId, 'name,email\nAda,ada@example.com\nAugusta,ADA@example.com\n')
  const job = await importRows(modelId, 'name,email,amount\nAda,ada@example.com,1\nNobody,,2\n', byEmail)
  expect(job).toMatchObject({ failed_records: 2, conflict_records: 1, processed_records: 2 })
  const { body } = await ada.call<{ errors: { errors: { code: string; message: string }[] }[] }>(
    'GET',
    `/import-jobs/${job.id}/errors`,
  )
  expect(body.data.errors.map((row) => row.errors[0])).toMatchObject([
    {
      code: 'KEY_CONFLICT',
      message: '2 records have this key (email “ada@example.com”). Merge them, or choose other key fields.',
    },
    { code: 'KEY_BLANK', message: 'email is empty. It tells which record the row is about.' },
  ])
})

test('changes are deleted when they are too old to be undone, and kept until then', async () => {
  const modelId = await createModel(ada)
  await importRows(modelId, people(2))
  const old = await importRows(modelId, people(2, 1), byEmail)
  const fresh = await importRows(modelId, people(2, 2), byEmail)
  await sql`update public.import_jobs set undo_until = now() - interval '1 minute' where id = ${old.id}`
  await sql`select headwater.delete_expired_changes()`
  const rows =
    await sql`select distinct import_job_id from public.import_changes where import_job_id in (${old.id}, ${fresh.id})`
  expect(rows.map((row) => row['import_job_id'])).toEqual([fresh.id])
  await sql`update headwater.settings set value = '3' where name = 'undo_days'`
  const short = await importRows(modelId, people(2, 3), byEmail)
  await sql`update headwater.settings set value = '30' where name = 'undo_days'`
  const days = (Date.parse(short.undo_until ?? '') - Date.parse(short.finished_at ?? '')) / 86_400_000
  expect(days).toBeCloseTo(3, 3)
})

test('an import whose settings are none, written past the API, ends with an error', async () => {
  const modelId = await createModel(ada)
  const file_url = await ada.upload(`${crypto.randomUUID()}/contacts.csv`, people(2))
  const [job] = await sql`
    insert into public.import_jobs (user_id, agency_id, model_id, file_url, file_type, mode, key_fields, field_policies)
    select user_id, agency_id, id, ${file_url}, 'csv', 'upsert', '{email}', '{"name":"sometimes"}' from public.data_models where id = ${modelId}
    returning id`
  expect(await ended(ada, String(job?.['id']))).toMatchObject({ status: 'failed', error_code: 'INTERNAL' })
})
