import { sampleJob, sampleJobErrors, sampleModel } from '@headwater/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { renderInHub, type RenderInHubOptions } from '../../../../.storybook/render-in-hub.tsx'
import { failingAfterFirstRead, failing } from '../../../../.storybook/story-hub.ts'
import { ImportJobsMonitor } from '../../../index.ts'
import { customersFile } from '../FileUpload/file-stories.ts'
import { runningJob } from './import-stories.ts'

const model = sampleModel()

/** Shows the monitor and starts an import of 300 rows behind its back. */
async function showImport(options: RenderInHubOptions = {}) {
  const rendered = await renderInHub(<ImportJobsMonitor modelId={model.id} />, {
    models: [model],
    stepMs: 30,
    rowsPerStep: 50,
    ...options,
  })
  const { hub, screen } = rendered
  await expect.element(screen.getByText('No imports yet')).toBeVisible()
  const { fileUrl, fileType } = await hub.imports.upload(customersFile(300))
  await hub.imports.create({ model_id: model.id, file_url: fileUrl, file_type: fileType })
  return rendered
}

afterEach(() => void vi.restoreAllMocks())

test('follows an import live, without asking again for each step', async () => {
  let reads = 0
  const { screen } = await showImport({
    fail: ({ method, url }) => {
      if (method === 'GET' && new URL(url).pathname.endsWith('/import-jobs')) reads++
      return null
    },
  })
  await expect.element(screen.getByText('Live')).toBeVisible()
  await expect.element(screen.getByText(/^(50|100|150|200|250) of 300 rows/)).toBeVisible()
  await expect.element(screen.getByText('Completed')).toBeVisible()
  await expect.element(screen.getByText(/^300 imported/)).toBeVisible()
  // Once for the empty list, once more when the channel is joined, after the import was created, and for the import that it did not know.
  expect(reads).toBeLessThanOrEqual(4)
})

test('asks by itself when the socket is down, and says so', async () => {
  const { screen } = await showImport({ realtime: 'down', stepMs: 100 })
  await expect.element(screen.getByText('Checking every second')).toBeVisible()
  await expect.element(screen.getByText('Completed'), { timeout: 5000 }).toBeVisible()
})

test('keeps what it knows when it can’t refresh, and says how old it is', async () => {
  const { hub, screen } = await renderInHub(<ImportJobsMonitor />, {
    jobs: [sampleJob()],
    fail: failingAfterFirstRead(),
  })
  await expect.element(screen.getByText('customers.csv')).toBeVisible()
  await hub.queryClient.invalidateQueries()
  await expect.element(screen.getByText(/^Last updated/)).toBeVisible()
  await expect.element(screen.getByText('customers.csv')).toBeVisible()
})

test('cancels an import once it was confirmed', async () => {
  const { screen } = await renderInHub(<ImportJobsMonitor />, { models: [model], jobs: [runningJob()] })
  await screen.getByRole('button', { name: 'Cancel import' }).click()
  const dialog = screen.getByRole('dialog')
  await expect.element(dialog).toMatchTextContent(/The 16,164 records imported so far stay\./)
  await dialog.getByRole('button', { name: 'Cancel import' }).click()
  await expect.element(screen.getByText('Cancelled')).toBeVisible()
})

test('stays with a running import when it can’t be cancelled, and says why', async () => {
  const { screen } = await renderInHub(<ImportJobsMonitor />, {
    models: [model],
    jobs: [runningJob()],
    fail: failing('POST'),
  })
  await screen.getByRole('button', { name: 'Cancel import' }).click()
  await screen.getByRole('dialog').getByRole('button', { name: 'Cancel import' }).click()
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/Your data is safe/)
  await expect.element(screen.getByText('Importing')).toBeVisible()
})

test('saves every rejected row with its reason and its own columns', async () => {
  const saved: Blob[] = []
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    if (blob instanceof Blob) saved.push(blob)
    return 'blob:none'
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const job = sampleJob({ failed_records: 37 })
  const { screen } = await renderInHub(<ImportJobsMonitor />, { jobs: [job], errors: sampleJobErrors(job) })
  await screen.getByRole('button', { name: 'Show 37 rejected rows' }).click()
  await expect.element(screen.getByText('1–20 of 37')).toBeVisible()
  await screen.getByRole('button', { name: 'Download report' }).click()
  await vi.waitFor(() => expect(saved).toHaveLength(1))
  const lines = (await saved[0]?.text())?.trim().split('\r\n') ?? []
  expect(lines[0]).toBe('row,reason,name,email')
  expect(lines).toHaveLength(38)
})

test('leaves out dry runs, and says of an undo what it took back', async () => {
  const { screen } = await renderInHub(<ImportJobsMonitor />, {
    jobs: [
      sampleJob({ file_name: 'try.csv', dry_run: true }, 1),
      sampleJob({ file_name: 'undone.csv', undo_of: sampleJob({}, 3).id, reversed_records: 98 }, 2),
    ],
  })
  await expect.element(screen.getByText(/98 taken back/)).toBeVisible()
  await expect.element(screen.getByText('try.csv')).not.toBeInTheDocument()
})
