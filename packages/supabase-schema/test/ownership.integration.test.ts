import { describe, expect, test } from 'vitest'
import { createModel, ended, signUp, type Person } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const { stack, ada } = await openHub()
const alan = await signUp(stack, 'alan@example.com')

async function jobsOf(person: Person): Promise<unknown[]> {
  return (await person.client.from('import_jobs').select('id').throwOnError()).data ?? []
}

describe('An import', () => {
  test('into the model of another user is as one into a model that isn’t there', async () => {
    const theirs = await createModel(alan)
    const fileUrl = await ada.upload(`${crypto.randomUUID()}.csv`, 'name\nAda\n')
    for (const modelId of [theirs, crypto.randomUUID()]) {
      const request = { model_id: modelId, file_url: fileUrl, file_type: 'csv' }
      const { status, body } = await ada.call('POST', '/import-jobs', request)
      expect([status, body.code]).toEqual([404, 'NOT_FOUND'])
    }
    expect(await jobsOf(ada)).toEqual([])
    expect((await alan.call('GET', `/records?model_id=${theirs}`)).body.data.total).toBe(0)
  })

  test('that is written past the API can be nobody else’s', async () => {
    const [mine, theirs] = [await createModel(ada), await createModel(alan)]
    const own = { model_id: mine, file_url: `${ada.id}/x.csv`, file_type: 'csv' }
    const foreign = [
      { ...own, model_id: theirs },
      { ...own, file_url: `${alan.id}/x.csv` },
      { ...own, file_url: `${ada.id}/../${alan.id}/x.csv` },
      { ...own, user_id: alan.id },
    ]
    for (const row of foreign) {
      const { error } = await ada.client.from('import_jobs').insert(row)
      expect(['42501', '23514']).toContain(error?.code)
    }
    expect(await jobsOf(ada)).toEqual([])
    expect(await jobsOf(alan)).toEqual([])
  })

  test('into a model that was deleted after the file was dropped is refused', async () => {
    const modelId = await createModel(ada)
    const fileUrl = await ada.upload(`${crypto.randomUUID()}.csv`, 'name\nAda\n')
    expect((await ada.call('DELETE', `/models/${modelId}`)).status).toBe(200)
    const request = { model_id: modelId, file_url: fileUrl, file_type: 'csv' }
    const { status, body } = await ada.call('POST', '/import-jobs', request)
    expect([status, body.code]).toEqual([404, 'NOT_FOUND'])
  })
})

describe('A file', () => {
  test('with blank and repeated headers keeps every column under a name of its own', async () => {
    const modelId = await createModel(ada)
    const fileUrl = await ada.upload(`${crypto.randomUUID()}.csv`, 'name,,name,\nAda,1,,3\n')
    const { body } = await ada.call('POST', '/import-jobs', {
      model_id: modelId,
      file_url: fileUrl,
      file_type: 'csv',
      mapping: { name: 'name' },
    })
    expect(await ended(ada, body.data.id)).toMatchObject({ status: 'completed', imported_records: 1 })
    const page = await ada.call('GET', `/records?model_id=${modelId}`)
    expect(page.body.data.records.map(({ data }) => data)).toEqual([{ name: 'Ada' }])
  })

  test('with rows of too few and too many cells loses those rows alone, and says why', async () => {
    const modelId = await createModel(ada)
    const content = 'name,email,amount\nAda,ada@example.com,1\nAlan\nGrace,grace@example.com,2,3,4\n'
    const fileUrl = await ada.upload(`${crypto.randomUUID()}.csv`, content)
    const request = { model_id: modelId, file_url: fileUrl, file_type: 'csv' }
    const { body } = await ada.call('POST', '/import-jobs', request)
    const job = await ended(ada, body.data.id)
    expect(job).toMatchObject({ status: 'completed', imported_records: 1, failed_records: 2 })
    const errors = await ada.call('GET', `/import-jobs/${job.id}/errors`)
    expect(
      errors.body.data.errors.map((row) => [row.row_number, row.errors.map(({ code }) => code)]),
    ).toEqual([
      [3, ['TOO_FEW_CELLS']],
      [4, ['TOO_MANY_CELLS']],
    ])
  })
})
