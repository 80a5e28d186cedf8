import type { ImportJob } from '@headwater/core'
import { expect, test, vi } from 'vitest'
import { renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import {
  ImportWizard,
  type ImportIntent,
  type ImportWizardProps,
  type OnRowValidate,
} from '../../../index.ts'
import { cleanFile, dropOn, messyFile, wizardModel, wizardRecords, wrappedJson } from './wizard-stories.ts'

const backend = { models: [wizardModel], records: wizardRecords, stepMs: 5, rowsPerStep: 1000 }

async function show(file: File, props: Partial<ImportWizardProps> = {}) {
  const rendered = await renderInHub(<ImportWizard model={wizardModel} {...props} />, backend)
  dropOn(rendered.screen.container, file)
  const { screen } = rendered
  await expect.element(screen.getByRole('heading', { name: 'How the file is read' })).toBeVisible()
  const next = (name: string | RegExp) => screen.getByRole('button', { name })
  return { ...rendered, next }
}

/** Goes on to the columns; a German header needs a hand with two of them. */
async function toColumns(file: File, props: Partial<ImportWizardProps> = {}) {
  const shown = await show(file, props)
  const { screen, next } = shown
  await next(/^Match \d columns/).click()
  await expect.element(screen.getByRole('heading', { name: 'Fill the fields' })).toBeVisible()
  if (!file.name.startsWith('Kunden')) return shown
  await expect.element(screen.getByText('Free', { exact: true }).first()).toBeVisible()
  await screen.getByRole('combobox', { name: 'Column for Spent' }).selectOptions('Umsatz')
  await screen.getByRole('combobox', { name: 'Column for Customer since' }).selectOptions('Kunde seit')
  return shown
}

/** Goes on to the rows. */
async function toRows(file: File, props: Partial<ImportWizardProps> = {}) {
  const shown = await toColumns(file, props)
  await expect.element(shown.next('Check every row')).toBeEnabled()
  await shown.next('Check every row').click()
  return shown
}

test('a messy file is read, mended, tried, merged with what is there, and taken back', async () => {
  const onComplete = vi.fn<(job: ImportJob) => void>()
  const { screen, next, hub } = await toRows(messyFile(), { onComplete })
  await expect.element(screen.getByText(/^4 with problems/)).toBeVisible()
  await screen.getByText('kunde7(at)example.com').click()
  await next('Use “kunde7@example.com”').click()
  await next('Continue without 3 rows').click()
  await screen.getByRole('radio', { name: /^Update what is there, add the rest/ }).click()
  await expect.element(screen.getByRole('checkbox', { name: 'Email' })).toBeChecked()
  await next('Try it without changing anything').click()
  await expect.element(screen.getByText('What the import would do')).toBeVisible()
  await expect.element(next(/^20\s*New$/)).toBeVisible()
  await expect.element(next(/^1\s*Updated$/)).toBeVisible()
  await next(/^Import 21 rows/).click()
  await vi.waitFor(() => expect(onComplete).toHaveBeenCalledOnce())
  expect(onComplete.mock.lastCall?.[0]).toMatchObject({
    inserted_records: 20,
    updated_records: 1,
    differences: null,
  })
  const merged = await hub.records.list({ model_id: wizardModel.id, search: 'Jürgen Müßig 0' })
  expect(merged.data.records[0]?.data).toMatchObject({ spent: 0.5, plan: 'Free', since: '2026-02-01' })
  await next('Undo').click()
  await screen.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  const undone = () => screen.getByRole('list', { name: 'What the import did' }).last().element().textContent
  await expect.poll(undone).toContain('21 Reversed')
  expect((await hub.records.list({ model_id: wizardModel.id })).data.total).toBe(3)
})

test('says how sure each finding is and why, and reads again as it is told', async () => {
  const { screen } = await show(messyFile())
  await expect.element(screen.getByRole('combobox', { name: 'Cells end with' })).toHaveValue(';')
  await expect.element(screen.getByRole('combobox', { name: 'Characters' })).toHaveValue('windows-1252')
  await expect.element(screen.getByRole('combobox', { name: 'Lines before the header' })).toHaveValue('3')
  await expect.element(screen.getByText(/Semicolons cut/)).toBeVisible()
  await expect.element(screen.getByText('Jürgen Müßig 0')).toBeVisible()
  await screen.getByRole('combobox', { name: 'Cells end with' }).selectOptions(',')
  await expect.element(screen.getByText('Your choice')).toBeVisible()
  await screen.getByRole('button', { name: 'Use what was found' }).click()
  await expect.element(screen.getByRole('columnheader', { name: 'Umsatz' })).toBeVisible()
})

test('brings decimals, dates and options into form by itself, and shows each step’s outcome', async () => {
  const { screen, next } = await toColumns(messyFile())
  await expect.element(screen.getByText('0.50')).toBeVisible()
  await expect.element(screen.getByText('2026-02-01')).toBeVisible()
  await next('Steps for Plan').click()
  await expect.element(screen.getByRole('combobox', { name: 'Option for Kostenlos' })).toHaveValue('Free')
})

test('asks which date is meant where both could be, and joins and fills fields', async () => {
  const { screen, next } = await show(wrappedJson())
  await expect
    .element(screen.getByRole('textbox', { name: 'Where the records are' }))
    .toHaveValue('data.customers')
  await next(/^Match 3 columns/).click()
  await expect.element(screen.getByText('How is Customer since written?')).toBeVisible()
  await next('DD/MM/YYYY').click()
  await expect.element(screen.getByText('2026-01-01')).toBeVisible()
  await next('Steps for Plan').click()
  await next('Add a step').click()
  await screen.getByRole('menuitem', { name: 'Fill blanks' }).click()
  await expect.element(screen.getByRole('textbox', { name: 'Value for blanks' })).toHaveValue('Free')
  await next('Check every row').click()
  await expect.element(screen.getByText('All 12 rows are valid.')).toBeVisible()
})

test('going back loses nothing', async () => {
  const { screen, next } = await toRows(messyFile())
  await screen.getByText('kunde7(at)example.com').click()
  await next('Use “kunde7@example.com”').click()
  await next('Continue without 3 rows').click()
  await screen.getByRole('radio', { name: /^Add only what is new/ }).click()
  await next('Back').click()
  await expect.element(screen.getByText(/^3 with problems · 1 fixed/)).toBeVisible()
  await next('Continue without 3 rows').click()
  await expect.element(screen.getByRole('radio', { name: /^Add only what is new/ })).toBeChecked()
})

test('remembers the settings for the next file with such a header', async () => {
  const { screen, next } = await toRows(cleanFile())
  await next('Continue').click()
  await next('Import 12 rows').click()
  await next('Import another file').click()
  dropOn(screen.container, cleanFile(4))
  await expect.element(screen.getByText('You imported a file like this before')).toBeVisible()
  await next('Use the same settings').click()
  await expect.element(screen.getByText('All 4 rows are valid.')).toBeVisible()
})

test('remembers how a file was read along with its columns, though another header was found at first', async () => {
  const untitled = (rows: number): File => {
    const lines = Array.from({ length: rows }, (_, row) => `Person ${row},person${row}@example.com`)
    return new File([['Full name,Email', 'Internal,hidden', ...lines].join('\n')], 'untitled.csv')
  }
  const { screen, next } = await show(untitled(6))
  await screen.getByRole('combobox', { name: 'Lines before the header' }).selectOptions('1')
  await expect.element(screen.getByRole('columnheader', { name: 'Internal' })).toBeVisible()
  await next(/^Match \d columns/).click()
  await screen.getByRole('combobox', { name: 'Column for Name' }).selectOptions('Internal')
  await screen.getByRole('combobox', { name: 'Column for Email' }).selectOptions('hidden')
  await next('Check every row').click()
  await next('Continue').click()
  await next('Import 6 rows').click()
  await next('Import another file').click()
  dropOn(screen.container, untitled(4))
  await expect.element(screen.getByRole('columnheader', { name: 'Full name' })).toBeVisible()
  await next('Use the same settings').click()
  await expect.element(screen.getByText('All 4 rows are valid.')).toBeVisible()
})

test('the app around it refuses rows, stops an import, and hears what is sent', async () => {
  const intents: ImportIntent[] = []
  const onRowValidate: OnRowValidate = async ({ rows }) =>
    rows
      .filter(({ data }) => data['email'] === 'person3@example.com')
      .map(({ rowNumber }) => ({ rowNumber, field: 'email', message: 'This person asked to be left alone' }))
  const { screen, next } = await toRows(cleanFile(), {
    onRowValidate,
    onBeforeImport: (intent) => {
      intents.push(intent)
      return false
    },
  })
  await expect.element(screen.getByText('This person asked to be left alone').first()).toBeVisible()
  await next('Continue without 1 row').click()
  await next('Import 11 rows').click()
  await expect.element(screen.getByText('The app stopped this import.')).toBeVisible()
  expect(intents[0]).toMatchObject({ rows: 11, problems: 1, policy: { mode: 'insert' } })
})

test('an app that throws or hangs leaves the rows as they were found, and is asked again on demand', async () => {
  let round = 0
  const onRowValidate: OnRowValidate = () => {
    round++
    if (round === 1) throw new Error('down')
    return round === 2 ? new Promise(() => {}) : []
  }
  const { screen, next } = await toRows(cleanFile(), { onRowValidate, rowValidateTimeoutMs: 50 })
  await expect.element(screen.getByText('The app’s own check didn’t answer for 12 rows')).toBeVisible()
  await next('Ask again').click()
  await vi.waitFor(() => expect(round).toBeGreaterThan(1))
  await expect.element(screen.getByText('The app’s own check didn’t answer for 12 rows')).toBeVisible()
  await next('Ask again').click()
  await expect
    .element(screen.getByText('The app’s own check didn’t answer for 12 rows'))
    .not.toBeInTheDocument()
  await expect.element(next('Continue')).toBeEnabled()
})

test('what can’t be imported is refused in words', async () => {
  const { screen } = await renderInHub(<ImportWizard model={wizardModel} />, backend)
  dropOn(screen.container, new File(['x'], 'letter.docx'))
  await expect.element(screen.getByText(/letter\.docx is none of the kinds/)).toBeVisible()
  dropOn(screen.container, new File([''], 'empty.csv'))
  await expect.element(screen.getByText(/is empty/).first()).toBeVisible()
})
