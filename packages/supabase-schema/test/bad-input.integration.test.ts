import { describe, expect, test } from 'vitest'
import type { CreateDataModel, ImportJob } from '@headwater/core'
import { contacts, createModel, ended, signUp } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const { stack, ada } = await openHub()
const alan = await signUp(stack, 'alan@example.com')

interface Imported {
  job: ImportJob
  records: Record<string, unknown>[]
  errors: { row_number: number; errors: { code: string }[]; raw: unknown }[]
}

async function importFile(
  name: string,
  content: string | Uint8Array,
  model: CreateDataModel = contacts,
): Promise<Imported> {
  const modelId = await createModel(ada, model)
  const fileType = name.endsWith('.json') ? 'json' : 'csv'
  const fileUrl = await ada.upload(
    `${crypto.randomUUID()}/${name}`,
    content,
    fileType === 'csv' ? 'text/csv' : 'application/json',
  )
  const { status, body } = await ada.call('POST', '/import-jobs', {
    model_id: modelId,
    file_url: fileUrl,
    file_type: fileType,
  })
  expect(status).toBe(201)
  const job = await ended(ada, body.data.id)
  const page = await ada.call('GET', `/records?model_id=${modelId}&limit=1000`)
  const errors = await ada.call('GET', `/import-jobs/${job.id}/errors`)
  return {
    job,
    records: page.body.data.records.map(({ data }) => data).toReversed(),
    errors: errors.body.data.errors,
  }
}

function codesOf({ errors }: Imported): [number, string[]][] {
  return errors.map((row) => [row.row_number, row.errors.map(({ code }) => code)])
}

/** A CSV with a name, and so many columns besides. */
function wideCsv(columnCount: number): string {
  const others = Array.from({ length: columnCount - 1 }, (_, index) => index)
  const header = ['name', ...others.map((index) => `note ${index}`)].join(',')
  return `${header}\n${['Ada', ...others].join(',')}\n`
}

/** UTF-16, little-endian, without the byte order mark that would give it away. */
function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf16le'))
}

describe('a file', () => {
  test('of 500 columns is imported', async () => {
    const { job, records } = await importFile('wide.csv', wideCsv(500))
    expect(job).toMatchObject({ status: 'completed', imported_records: 1, failed_records: 0 })
    expect(records).toEqual([{ name: 'Ada' }])
  })

  test('of more columns is refused with both numbers', async () => {
    const { job, records } = await importFile('wider.csv', wideCsv(501))
    expect(job).toMatchObject({ status: 'failed', error_code: 'TOO_MANY_COLUMNS' })
    expect(job.error_message).toMatch(/501 columns.*500/)
    expect(records).toEqual([])
  })

  test('with a cell of 1 MB loses that row alone, and says so', async () => {
    const imported = await importFile('cell.csv', `name\nAda\n${'x'.repeat(1024 * 1024)}\nGrace\n`)
    expect(imported.job).toMatchObject({ status: 'completed', imported_records: 2, failed_records: 1 })
    expect(new Set(imported.records.map(({ name }) => name))).toEqual(new Set(['Ada', 'Grace']))
    expect(codesOf(imported)).toEqual([[3, ['TOO_LONG']]])
    expect(JSON.stringify(imported.errors).length).toBeLessThan(2000)
  })

  test.each([
    ['cut in the middle of an item', 'JSON_INVALID', '[{"name":"Ada"},{"name":"Al'],
    ['cut between two items', 'JSON_INVALID', '[{"name":"Ada"},'],
    ['with text after a value', 'JSON_INVALID', '[{"name":"Ada"} "Alan"]'],
    ['that is one object', 'JSON_NOT_AN_ARRAY', '{"name":"Ada"}'],
    ['that nests a thousand levels', 'JSON_TOO_DEEP', `[{"name":${'['.repeat(1000)}${']'.repeat(1000)}}]`],
  ])('of JSON %s ends with %s and writes nothing', async (_kind, code, content) => {
    const { job, records } = await importFile('people.json', content)
    expect(job).toMatchObject({ status: 'failed', error_code: code, imported_records: 0 })
    expect(job.error_message).toMatch(/\.$/)
    expect(records).toEqual([])
  })

  test('of JSON with keys of JavaScript’s own loses those items alone', async () => {
    const imported = await importFile(
      'people.json',
      '[{"name":"Ada"},{"__proto__":{"name":"x"}},{"name":"Bob","more":{"constructor":1}},{"name":"Grace"}]',
    )
    expect(imported.job).toMatchObject({ status: 'completed', imported_records: 2, failed_records: 2 })
    expect(new Set(imported.records.map(({ name }) => name))).toEqual(new Set(['Ada', 'Grace']))
    expect(codesOf(imported)).toEqual([
      [2, ['UNSAFE_KEY']],
      [3, ['UNSAFE_KEY']],
    ])
  })

  test.each([
    ['with NUL bytes far inside', 'FILE_NOT_TEXT', `name\n${'Ada\n'.repeat(20_000)}A\0lan\n`],
    [
      'as a PNG image',
      'FILE_NOT_TEXT',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    ],
    ['as a ZIP archive', 'FILE_NOT_TEXT', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0])],
    ['of blank lines', 'FILE_EMPTY', '\n\n  \n'],
  ])('%s ends with %s and writes nothing', async (_kind, code, content) => {
    const { job, records } = await importFile('people.csv', content)
    expect(job).toMatchObject({ status: 'failed', error_code: code, imported_records: 0 })
    expect(records).toEqual([])
  })

  test.each([
    ['UTF-16 with its mark', 'utf-16le', new Uint8Array([0xff, 0xfe, ...utf16('name\nJosé\n')])],
    ['UTF-16 without a mark', 'utf-16le', utf16('name\nJosé\n')],
    ['Latin-1', 'iso-8859-1', new Uint8Array([...Buffer.from('name\nJos'), 0xe9, 0x0a])],
  ])('as %s is read, and the import says as what', async (_kind, encoding, content) => {
    const { job, records } = await importFile('people.csv', content)
    expect(job).toMatchObject({ status: 'completed', imported_records: 1, reading: { encoding } })
    expect(records).toEqual([{ name: 'José' }])
  })

  test.each(['csv', 'json'])('of %s with a byte order mark reads as if there were none', async (type) => {
    const content = type === 'csv' ? '\uFEFFname\nJosé\n' : '\uFEFF[{"name":"José"}]'
    const { job, records } = await importFile(`people.${type}`, content)
    expect(job.status).toBe('completed')
    expect(records).toEqual([{ name: 'José' }])
  })

  test('keeps formulas as the text that they are', async () => {
    const formulas = ['=HYPERLINK("http://x","y")', '+1+1', '@SUM(A1)', '-2']
    const lines = formulas.map((text) => `"${text.replaceAll('"', '""')}"`)
    const { records } = await importFile('formulas.csv', `name\n${lines.join('\n')}\n`)
    expect(new Set(records.map(({ name }) => name))).toEqual(new Set(formulas))
  })

  test('of 11 MB is refused before anything is kept', async () => {
    const content = 'x'.repeat(11 * 1024 * 1024)
    await expect(ada.upload('large.csv', content)).rejects.toMatchObject({
      message: expect.stringMatching(/size|large/i),
    })
    const { data } = await ada.client.storage.from('imports').list(ada.id)
    expect((data ?? []).map(({ name }) => name)).not.toContain('large.csv')
  })
})

describe('a path', () => {
  test.each([
    ['../', 'VALIDATION_FAILED'],
    ['./', 'VALIDATION_FAILED'],
    ['/', 'VALIDATION_FAILED'],
    ['..\\', 'VALIDATION_FAILED'],
    ['%2e%2e/', 'FILE_NOT_FOUND'],
  ])('with “%s” ends with %s and makes no import', async (step, code) => {
    const modelId = await createModel(ada)
    const hidden = await alan.upload(`${crypto.randomUUID()}.csv`, 'name\nAlan\n')
    const { body } = await ada.call('POST', '/import-jobs', {
      model_id: modelId,
      file_url: `${ada.id}/${step}${hidden}`,
      file_type: 'csv',
    })
    expect(body.code).toBe(code)
    expect((await ada.call('GET', `/import-jobs?model_id=${modelId}`)).body.data).toEqual([])
  })

  test('of another user is as one that isn’t there', async () => {
    const modelId = await createModel(ada)
    const theirs = await alan.upload(`${crypto.randomUUID()}.csv`, 'name\nAlan\n')
    const request = { model_id: modelId, file_type: 'csv' }
    const hidden = await ada.call('POST', '/import-jobs', { ...request, file_url: theirs })
    const absent = await ada.call('POST', '/import-jobs', { ...request, file_url: `${alan.id}/absent.csv` })
    expect([hidden.status, hidden.body.code]).toEqual([404, 'FILE_NOT_FOUND'])
    expect([absent.status, absent.body.code]).toEqual([404, 'FILE_NOT_FOUND'])
  })

  test.each(['../escaped.csv', 'a/../../escaped.csv'])('that uploads to %s is refused', async (name) => {
    const address = `${stack.apiUrl}/storage/v1/object/imports/${ada.id}/${name.replaceAll('..', '%2e%2e')}`
    const token = (await ada.client.auth.getSession()).data.session?.access_token
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, apikey: stack.publishableKey, 'content-type': 'text/csv' },
      body: 'name\n',
    })
    expect(response.ok).toBe(false)
  })
})

describe('the same file', () => {
  test('imported by two clients at once is imported once', async () => {
    const modelId = await createModel(ada)
    const fileUrl = await ada.upload(`${crypto.randomUUID()}.csv`, 'name\nAda\nGrace\n')
    const request = { model_id: modelId, file_url: fileUrl, file_type: 'csv' }
    const answers = await Promise.all([
      ada.call('POST', '/import-jobs', request),
      ada.call('POST', '/import-jobs', request),
    ])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
    const winner = answers.find(({ status }) => status === 201)
    const loser = answers.find(({ status }) => status === 409)
    expect(loser?.body).toMatchObject({ code: 'IMPORT_DUPLICATE', import_job_id: winner?.body.data.id })
    expect((await ended(ada, winner?.body.data.id ?? '')).status).toBe('completed')
    expect((await ada.call('GET', `/records?model_id=${modelId}`)).body.data.total).toBe(2)
  })
})
