import { sampleJob, sampleModel } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, within } from 'storybook/test'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { ImportHistory } from '../../../index.ts'

const model = sampleModel()
const later = new Date(Date.now() + 86_400_000 * 20).toISOString()

function jobs() {
  const merged = sampleJob(
    {
      file_name: 'Kundenliste März.csv',
      mode: 'upsert',
      key_fields: ['email'],
      mapping: null,
      plan: {
        name: { columns: ['Vorname', 'Nachname'], steps: [] },
        email: { columns: ['E-Mail'], steps: [] },
      },
      reading: { encoding: 'windows-1252', delimiter: ';', skip_rows: 3 },
      total_records: 4963,
      processed_records: 4963,
      inserted_records: 4120,
      updated_records: 806,
      imported_records: 4926,
      unchanged_records: 31,
      failed_records: 6,
      undo_until: later,
    },
    3,
  )
  const undone = sampleJob({ file_name: 'wrong-list.csv', undone_at: '2026-01-02T20:00:00.000Z' }, 2)
  const undo = sampleJob(
    {
      file_name: 'wrong-list.csv',
      undo_of: undone.id,
      inserted_records: 0,
      imported_records: 0,
      reversed_records: 96,
      kept_records: 2,
      failed_records: 0,
      undo_until: later,
    },
    4,
  )
  return [merged, undone, undo]
}

const meta = {
  title: 'Import wizard/ImportHistory',
  component: ImportHistory,
  parameters: backend(() => ({ models: [model], jobs: jobs(), stepMs: 20 })),
} satisfies Meta<typeof ImportHistory>

export default meta
type Story = StoryObj<typeof meta>

export const SomeImports: Story = {
  play: async ({ canvas }) => {
    await canvas.findByText('4,120 new · 806 updated · 37 left')
    await canvas.findByText('96 reversed · 2 kept, changed since · 0 failed')
  },
}

export const SomeImportsDark: Story = { globals: dark }

export const SomeImportsNarrow: Story = { globals: narrow }

export const Settings: Story = {
  play: async ({ canvas }) => {
    const shows = await canvas.findAllByRole('button', { name: 'Show settings' })
    for (const show of shows) await userEvent.click(show)
    await canvas.findByText('name from Vorname + Nachname; email from E-Mail')
  },
}

export const AskBeforeUndo: Story = {
  play: async ({ canvas, canvasElement }) => {
    await userEvent.click((await canvas.findAllByRole('button', { name: 'Undo' }))[0] ?? canvasElement)
    const dialog = within(await within(canvasElement.ownerDocument.body).findByRole('dialog'))
    await expect(dialog.getByText(/4,120 new records are deleted, 806 updated ones/)).toBeVisible()
  },
}

export const Empty: Story = { parameters: backend(() => ({ models: [model], jobs: [] })) }

export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }

export const Failed: Story = { parameters: backend(() => ({ fail: failing('GET') })) }
