import type { ModelField } from '@headwater/core'
import { afterEach, expect, test, vi } from 'vitest'
import hiddenFirst from '../../../../../core/corpus/fixtures/xlsx/hidden-sheet-first.xlsx?url'
import { renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import type { FailingRow } from '../fixes/row-issue.ts'
import { ImportWizard } from '../ImportWizard/ImportWizard.tsx'
import { dropOn, messyFile, wizardModel } from '../ImportWizard/wizard-stories.ts'
import { createImportReader, type ImportReader } from './create-import-reader.ts'
import type { CheckHooks } from './reader-types.ts'
import { openThread } from './worker-thread.ts'

const fields: ModelField[] = [
  { id: 'n', name: 'name', type: 'text', required: true },
  { id: 'e', name: 'email', type: 'email', required: true, unique: true },
]
const plan = {
  name: { columns: ['Name'], steps: [] },
  email: { columns: ['E-Mail'], steps: [] },
}
const readers: ImportReader[] = []

function readerOf(worker: 'auto' | 'never' = 'auto'): ImportReader {
  const reader = createImportReader({ worker })
  readers.push(reader)
  return reader
}

afterEach(() => {
  for (const reader of readers.splice(0)) reader.close()
})

async function check(reader: ImportReader, file: File, hooks: Partial<CheckHooks> = {}) {
  const failing: FailingRow[] = []
  const signal = hooks.signal ?? new AbortController().signal
  const start = await reader.open({ file, fileName: file.name, fields }, signal)
  const result = await reader.check(
    { file, fileType: start.fileType, reading: start.detected.options, fields, plan, wantsValid: true },
    { signal, onFailing: (rows) => void failing.push(...rows), ...hooks },
  )
  return { start, result, failing }
}

test('finds the same in a worker as on the page', async () => {
  const [inWorker, onPage] = [readerOf(), readerOf('never')]
  const outcomes = await Promise.all([inWorker, onPage].map((reader) => check(reader, messyFile(300))))
  expect([inWorker.inWorker(), onPage.inWorker()]).toEqual([true, false])
  expect(outcomes[0]).toEqual(outcomes[1])
  expect(outcomes[0]?.failing.map(({ rowNumber }) => rowNumber)).toEqual([10, 12, 16])
})

test.each(['auto', 'never'] as const)(
  'stops when it is told so, and reads the next file (%s)',
  async (worker) => {
    const reader = readerOf(worker)
    const controller = new AbortController()
    const stopped = check(reader, messyFile(20_000), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
    expect((await check(reader, messyFile(30))).result.checked).toBe(30)
  },
)

test('waits with valid rows until those before were looked at', async () => {
  const reader = readerOf()
  let open = 0
  let most = 0
  let rows = 0
  await check(reader, messyFile(2000), {
    onValid: async (batch) => {
      most = Math.max(most, ++open)
      rows += batch.length
      await new Promise((resolve) => setTimeout(resolve, 5))
      open--
    },
  })
  expect(most).toBe(1)
  expect(rows).toBe(1997)
})

test('thousands of edits reach the worker, each in its row', async () => {
  const reader = readerOf()
  const file = messyFile(3000)
  const { start, result } = await check(reader, file)
  const edits = Array.from({ length: 2500 }, (_, index) => ({
    rowNumber: 5 + index,
    values: { Notiz: `neu ${index}` },
  }))
  const { columns, marks } = result
  const written = await reader.rewrite(
    { file, fileType: start.fileType, reading: start.detected.options, columns, marks, edits },
    new AbortController().signal,
  )
  const text = new TextDecoder('windows-1252').decode(await written.file.arrayBuffer())
  const notes = text
    .split('\r\n')
    .slice(4, -1)
    .map((line) => line.split(';')[5])
  expect(notes).toEqual([
    ...edits.map(({ values }) => values.Notiz),
    ...Array.from({ length: 500 }, () => 'intern'),
  ])
})

test('a file that can’t be read says why, as it would on the page', async () => {
  const empty = new File([''], 'empty.csv')
  for (const reader of [readerOf(), readerOf('never')])
    await expect(
      reader.open({ file: empty, fileName: 'empty.csv', fields }, new AbortController().signal),
    ).rejects.toMatchObject({
      name: 'ImportFileError',
      code: 'FILE_EMPTY',
    })
})

test('a worker that can’t be started leaves the work to the page', async () => {
  await expect(openThread(() => new Worker('/no-such-worker.js', { type: 'module' }))).resolves.toBeNull()
  await expect(
    openThread(() => {
      throw new TypeError('There are no workers here.')
    }),
  ).resolves.toBeNull()
})

test('a workbook’s sheets are offered, hidden ones by their name, and the chosen one is read', async () => {
  const bytes = await (await fetch(hiddenFirst)).blob()
  const { screen } = await renderInHub(<ImportWizard model={wizardModel} />, { models: [wizardModel] })
  dropOn(screen.container, new File([bytes], 'book.xlsx'))
  const sheet = screen.getByRole('combobox', { name: 'Sheet' })
  await expect.element(sheet).toBeVisible()
  const options = [...sheet.element().querySelectorAll('option')].map(({ textContent }) => textContent)
  expect(options.filter((name) => name.endsWith('(hidden)'))).toHaveLength(1)
  const before = screen.getByRole('group', { name: 'Preview' }).element().textContent
  const hidden = options.find((name) => name.endsWith('(hidden)')) ?? ''
  await sheet.selectOptions(hidden)
  await vi.waitFor(() =>
    expect(screen.getByRole('group', { name: 'Preview' }).element().textContent).not.toBe(before),
  )
})
