import type { ImportJob } from '@headwater/core'
import { sampleModel } from '@headwater/core/testing'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import { failing, pending } from '../../../../.storybook/story-hub.ts'
import { FileUpload, type FilesChange } from '../../../index.ts'
import { customersFile, imageFile, unclearFile } from './file-stories.ts'

const model = sampleModel()
const backend = { models: [model], stepMs: 5, rowsPerStep: 1000 }

/** Drops files as a mouse does. */
function dropOn(root: Element, ...files: File[]): void {
  const dataTransfer = new DataTransfer()
  for (const file of files) dataTransfer.items.add(file)
  const area = root.querySelector('.hub-drop')
  for (const type of ['dragenter', 'dragover', 'drop'])
    area?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
}

test('refuses a wrong file in words, and takes the right one after it', async () => {
  const onFilesChange = vi.fn<(change: FilesChange) => void>()
  const { screen } = await renderInHub(<FileUpload model={model} onFilesChange={onFilesChange} />, backend)
  const wrong = new File(['%PDF'], 'invoice.pdf', { type: 'application/pdf' })
  dropOn(screen.container, wrong)
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/invoice\.pdf is neither CSV nor JSON/)
  expect(onFilesChange).toHaveBeenLastCalledWith({
    files: [],
    rejected: [{ file: wrong, message: expect.stringContaining('Choose a .csv or .json file') }],
  })
  dropOn(screen.container, customersFile(3))
  await expect.element(screen.getByRole('heading', { name: 'Match columns to fields' })).toBeVisible()
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
})

test('refuses more bytes than the hub takes before it reads them', async () => {
  const { screen } = await renderInHub(<FileUpload model={model} />, {
    ...backend,
    hub: { maxImportBytes: 100 },
  })
  dropOn(screen.container, customersFile(10))
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/The file is too large/)
})

test('asks for a required column, and keeps the choice when the person goes back', async () => {
  const { screen } = await renderInHub(<FileUpload model={model} />, backend)
  dropOn(screen.container, unclearFile())
  const check = screen.getByRole('button', { name: 'Check rows' })
  await expect.element(check).toBeDisabled()
  await screen.getByRole('combobox', { name: 'Field: Kunde' }).selectOptions('name')
  await expect.element(screen.getByText('The field Email is required. Choose its column.')).toBeVisible()
  await screen.getByRole('combobox', { name: 'Field: c2' }).selectOptions('email')
  await check.click()
  await expect.element(screen.getByText('All 3 rows are valid.')).toBeVisible()
  await screen.getByRole('button', { name: 'Back' }).click()
  await expect.element(screen.getByRole('combobox', { name: 'Field: Kunde' })).toHaveValue('name')
  await expect.element(screen.getByRole('combobox', { name: 'Field: c2' })).toHaveValue('email')
  await expect.element(check).toBeEnabled()
})

test('takes a field away from the column that had it', async () => {
  const { screen } = await renderInHub(<FileUpload model={model} />, backend)
  dropOn(screen.container, customersFile(3))
  await screen.getByRole('combobox', { name: 'Field: Phone' }).selectOptions('email')
  await expect.element(screen.getByRole('combobox', { name: 'Field: Email' })).toHaveValue('')
})

test('imports nothing while rows are wrong and the person wants all of them', async () => {
  const { screen } = await renderInHub(<FileUpload model={model} />, backend)
  dropOn(screen.container, customersFile(20, [5]))
  await screen.getByRole('button', { name: 'Check rows' }).click()
  await expect.element(screen.getByText('Row 5')).toBeVisible()
  await screen.getByRole('radio', { name: 'Import nothing until every row is valid' }).click()
  await expect.element(screen.getByRole('button', { name: /^Import 19/ })).toBeDisabled()
  await screen.getByRole('radio', { name: /Import the 19 valid rows/ }).click()
  await expect.element(screen.getByRole('button', { name: 'Import 19 records' })).toBeEnabled()
})

test('says why a row and a file are refused in the host’s words', async () => {
  const { screen } = await renderInHub(<FileUpload model={model} />, {
    ...backend,
    provider: {
      copy: {
        imports: {
          rowReason: ({ code, field, value }) => `${field}: ${code} «${value}»`,
          failureReason: ({ code }) => `Fehler ${code}`,
        },
      },
    },
  })
  dropOn(screen.container, imageFile())
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/Fehler FILE_NOT_TEXT/)
  dropOn(screen.container, customersFile(20, [5]))
  await screen.getByRole('button', { name: 'Check rows' }).click()
  await expect.element(screen.getByText('email: INVALID_TYPE «person3(at)example.com»')).toBeVisible()
})

test('stops a file that is on its way, and starts no import of it', async () => {
  const onImportStarted = vi.fn<(job: ImportJob) => void>()
  const { screen } = await renderInHub(<FileUpload model={model} onImportStarted={onImportStarted} />, {
    ...backend,
    fail: failing('POST', pending),
  })
  dropOn(screen.container, customersFile(20))
  await screen.getByRole('button', { name: 'Check rows' }).click()
  await screen.getByRole('button', { name: 'Import 20 records' }).click()
  await expect.element(screen.getByRole('progressbar')).toBeInTheDocument()
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(screen.getByText('All 20 rows are valid.')).toBeVisible()
  expect(onImportStarted).not.toHaveBeenCalled()
})

test('imports from the first to the last step by keyboard', async () => {
  const onImportStarted = vi.fn<(job: ImportJob) => void>()
  const { screen } = await renderInHub(
    <FileUpload model={model} onImportStarted={onImportStarted} />,
    backend,
  )
  await userEvent.keyboard('{Tab}')
  await expect.element(screen.getByRole('button', { name: 'Choose a file' })).toHaveFocus()
  dropOn(screen.container, customersFile(20))
  for (const name of ['Check rows', 'Import 20 records']) {
    const button = screen.getByRole('button', { name })
    await expect.element(button).toBeEnabled()
    for (let step = 0; step < 40 && document.activeElement !== button.element(); step++)
      await userEvent.keyboard('{Tab}')
    await userEvent.keyboard('{Enter}')
  }
  await expect.element(screen.getByText('Completed')).toBeVisible()
  await vi.waitFor(() => expect(onImportStarted).toHaveBeenCalledOnce())
})
