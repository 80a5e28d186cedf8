import { describe, expect, test } from 'vitest'
import { contacts, createModel, ended, until } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const { ada } = await openHub({ HEADWATER_BATCH_ROWS: '1000', HEADWATER_VISIBILITY_SECONDS: '2' })

async function importFile(content: string | Uint8Array, options: object = {}, fileType = 'csv') {
  const modelId = await createModel(ada)
  const file_url = await ada.upload(
    `${crypto.randomUUID()}/contacts.${fileType}`,
    content,
    fileType === 'csv' ? 'text/csv' : 'application/json',
  )
  const { status, body } = await ada.call('POST', '/import-jobs', {
    model_id: modelId,
    file_url,
    file_type: fileType,
    ...options,
  })
  expect(status).toBe(201)
  return { modelId, fileUrl: file_url, job: await ended(ada, body.data.id) }
}

async function recordsOf(modelId: string): Promise<Record<string, unknown>[]> {
  const { body } = await ada.call(
    'GET',
    `/records?model_id=${modelId}&limit=1000&sort=${encodeURIComponent('{"field":"created_at","direction":"asc"}')}`,
  )
  return body.data.records.map((record) => record.data)
}

describe('an import', () => {
  test('turns rows into typed records and explains every rejected one', async () => {
    const { modelId, job } = await importFile(
      'Name,E-Mail,Amount\nAda,ada@example.com,12.5\n,alan@example.com,3\nGrace,grace@,"12,5o"\n',
    )
    expect(job).toMatchObject({
      status: 'completed',
      total_records: 3,
      processed_records: 3,
      imported_records: 1,
      failed_records: 2,
    })
    expect(await recordsOf(modelId)).toEqual([{ name: 'Ada', email: 'ada@example.com', amount: 12.5 }])
    const { body } = await ada.call('GET', `/import-jobs/${job.id}/errors`)
    expect(body.data.total).toBe(2)
    expect(
      body.data.errors.map((row) => [row.row_number, row.errors.map((issue) => issue.code), row.raw]),
    ).toEqual([
      [3, ['REQUIRED'], { Name: '', 'E-Mail': 'alan@example.com', Amount: '3' }],
      [4, ['INVALID_TYPE', 'INVALID_TYPE'], { Name: 'Grace', 'E-Mail': 'grace@', Amount: '12,5o' }],
    ])
  })

  test('takes a JSON array and a given mapping', async () => {
    const { modelId, job } = await importFile(
      '[{"who":"Ada","sum":3},{"who":"Alan"}]',
      { mapping: { name: 'who', amount: 'sum' } },
      'json',
    )
    expect(job.status).toBe('completed')
    expect(await recordsOf(modelId)).toEqual([{ name: 'Ada', amount: 3 }, { name: 'Alan' }])
  })

  test('of thousands of rows in several batches loses and doubles none', async () => {
    const lines = Array.from(
      { length: 5000 },
      (_, index) => `Person ${index},p${index}@example.com,${index % 135 === 7 ? 'many' : index},${index}`,
    )
    const { modelId, job } = await importFile(`name,email,amount,no\n${lines.join('\n')}\n`)
    expect(job).toMatchObject({
      status: 'completed',
      total_records: 5000,
      imported_records: 4963,
      failed_records: 37,
    })
    const { body } = await ada.call('GET', `/records?model_id=${modelId}&limit=3`)
    expect(body.data.total).toBe(4963)
    // Newest first means the newest import first, and each in the file's order.
    expect(body.data.records.map(({ data }) => data['name'])).toEqual(['Person 0', 'Person 1', 'Person 2'])
    const errors = await ada.call('GET', `/import-jobs/${job.id}/errors?limit=1`)
    expect(Object.keys(Object(errors.body.data.errors[0]?.raw))).toEqual(['name', 'email', 'amount', 'no'])
  })

  test('that must be whole imports nothing while a row is invalid', async () => {
    const { modelId, job } = await importFile('name,amount\nAda,1\nAlan,x\n', { on_invalid: 'block' })
    expect(job).toMatchObject({
      status: 'failed',
      error_code: 'ROWS_INVALID',
      total_records: null,
      imported_records: 0,
      failed_records: 1,
    })
    expect(await recordsOf(modelId)).toEqual([])
  })

  test('keeps unique values unique, within the file and against the records', async () => {
    const fields = contacts.fields.map((field) =>
      field.name === 'email' ? { ...field, unique: true } : field,
    )
    const modelId = await createModel(ada, { ...contacts, fields })
    await ada.call('POST', '/records', { model_id: modelId, data: { name: 'Ada', email: 'ada@example.com' } })
    const file_url = await ada.upload(
      'unique.csv',
      'name,email\nA,ADA@example.com\nB,b@example.com\nC,b@example.com\n',
    )
    const { body } = await ada.call('POST', '/import-jobs', { model_id: modelId, file_url, file_type: 'csv' })
    expect(await ended(ada, body.data.id)).toMatchObject({
      status: 'completed',
      imported_records: 1,
      failed_records: 2,
    })
    const repeated = await ada.call('POST', '/records', {
      model_id: modelId,
      data: { name: 'D', email: 'B@example.com' },
    })
    expect([repeated.status, repeated.body.code]).toEqual([409, 'NOT_UNIQUE'])
  })

  test.each([
    ['FILE_NOT_TEXT', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4])],
    ['FILE_NOT_TEXT', 'name\nA\0da\n'],
    ['HEADER_ONLY', new Uint8Array([0xff, 0xfe, 0x6e, 0, 0x0a, 0])],
    ['HEADER_ONLY', 'name,email\n'],
    ['UNCLOSED_QUOTE', 'name\n"Ada\nAlan\n'],
    ['MAPPING_REQUIRED', 'colour,size\nred,3\n'],
  ])('of a file that is wrong as a whole ends with %s and writes nothing', async (code, content) => {
    const { modelId, job } = await importFile(content)
    expect(job).toMatchObject({ status: 'failed', error_code: code, imported_records: 0 })
    expect(job.error_message).toMatch(/\.$/)
    expect(await recordsOf(modelId)).toEqual([])
  })

  test('of a file with a byte order mark, formulas and repeated headers keeps the text as it is', async () => {
    const { modelId, job } = await importFile('\uFEFFname,name\n"=HYPERLINK(""http://x"")",b\n')
    expect(job.status).toBe('completed')
    expect(await recordsOf(modelId)).toEqual([{ name: '=HYPERLINK("http://x")' }])
  })

  test('of the same file twice is refused until it is asked for', async () => {
    const { modelId, fileUrl, job } = await importFile('name\nAda\n')
    const request = { model_id: modelId, file_url: fileUrl, file_type: 'csv' }
    const again = await ada.call('POST', '/import-jobs', request)
    expect([again.status, again.body.code, again.body.import_job_id]).toEqual([
      409,
      'IMPORT_DUPLICATE',
      job.id,
    ])
    const asked = await ada.call('POST', '/import-jobs', { ...request, allow_duplicate: true })
    expect(asked.status).toBe(201)
    expect((await ended(ada, asked.body.data.id)).status).toBe('completed')
  })

  test('that is cancelled keeps what is committed and stops', async () => {
    const modelId = await createModel(ada)
    const lines = Array.from({ length: 60_000 }, (_, index) => `Person ${index}`)
    const file_url = await ada.upload('cancelled.csv', `name\n${lines.join('\n')}\n`)
    const { body } = await ada.call('POST', '/import-jobs', { model_id: modelId, file_url, file_type: 'csv' })
    const path = `/import-jobs/${body.data.id}`
    await until(
      async () => (await ada.call('GET', path)).body.data.processed_records,
      (count) => count > 0,
    )
    expect((await ada.call('POST', `${path}/cancel`)).body.data.status).toBe('cancelled')
    const { imported_records, status } = (await ada.call('GET', path)).body.data
    expect(status).toBe('cancelled')
    expect(imported_records).toBeLessThan(60_000)
    expect((await ada.call('GET', `/records?model_id=${modelId}&limit=1`)).body.data.total).toBe(
      imported_records,
    )
    const again = await ada.call('POST', `${path}/cancel`)
    expect([again.status, again.body.code]).toEqual([409, 'IMPORT_FINISHED'])
  })

  test('whose model is deleted meanwhile ends without a trace', async () => {
    const modelId = await createModel(ada)
    const lines = Array.from({ length: 20_000 }, (_, index) => `Person ${index}`)
    const file_url = await ada.upload('deleted.csv', `name\n${lines.join('\n')}\n`)
    const { body } = await ada.call('POST', '/import-jobs', { model_id: modelId, file_url, file_type: 'csv' })
    await until(
      async () => (await ada.call('GET', `/import-jobs/${body.data.id}`)).body.data.processed_records,
      (count) => count > 0,
    )
    expect((await ada.call('DELETE', `/models/${modelId}`)).status).toBe(200)
    expect((await ada.call('GET', `/import-jobs/${body.data.id}`)).status).toBe(404)
  })
})
