import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor, within } from 'storybook/test'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { ImportWizard } from '../../../index.ts'
import { cleanFile, dropOn, messyFile, wizardModel, wizardRecords, wrappedJson } from './wizard-stories.ts'

const data = { models: [wizardModel], records: wizardRecords }

const meta = {
  title: 'Import wizard/ImportWizard',
  component: ImportWizard,
  args: { model: wizardModel, onStarted: fn(), onComplete: fn(), onOpenRecords: fn() },
  parameters: backend(() => ({ ...data, stepMs: 20, rowsPerStep: 50 })),
} satisfies Meta<typeof ImportWizard>

export default meta
type Story = StoryObj<typeof meta>
type Play = NonNullable<Story['play']>
type Context = Parameters<Play>[0]

const wait = { timeout: 8000 }

async function read({ canvas, canvasElement }: Context, file: File): Promise<void> {
  dropOn(canvasElement, file)
  await canvas.findByRole('heading', { name: 'How the file is read' }, wait)
}

async function match(context: Context, file: File): Promise<void> {
  const { canvas } = context
  await read(context, file)
  await userEvent.click(canvas.getByRole('button', { name: /^Match/ }))
  await canvas.findByRole('heading', { name: 'Fill the fields' })
}

async function matchMessy(context: Context): Promise<void> {
  const { canvas } = context
  await match(context, messyFile())
  await canvas.findAllByText('Free', undefined, wait)
  await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Column for Spent' }), 'Umsatz')
  await userEvent.selectOptions(
    canvas.getByRole('combobox', { name: 'Column for Customer since' }),
    'Kunde seit',
  )
}

async function fix(context: Context): Promise<void> {
  const { canvas } = context
  await matchMessy(context)
  await userEvent.click(canvas.getByRole('button', { name: 'Check every row' }))
  await canvas.findByText(/^4 with problems/, undefined, wait)
}

async function policy(context: Context): Promise<void> {
  const { canvas } = context
  await fix(context)
  await userEvent.click(canvas.getByRole('button', { name: 'Continue without 4 rows' }))
  await userEvent.click(await canvas.findByRole('radio', { name: /^Update what is there, add the rest/ }))
}

async function tried(context: Context): Promise<void> {
  const { canvas } = context
  await policy(context)
  await userEvent.click(canvas.getByRole('button', { name: 'Try it without changing anything' }))
  await canvas.findByRole('list', { name: 'What the import would do' }, wait)
}

async function imported(context: Context): Promise<void> {
  const { canvas } = context
  await tried(context)
  await userEvent.click(canvas.getByRole('button', { name: 'Import 20 rows' }))
  await canvas.findByText('Completed', undefined, wait)
}

export const ChooseFile: Story = {}

export const ChooseFileDark: Story = { globals: dark }

export const ChooseFileNarrow: Story = { globals: narrow }

export const WrongKind: Story = {
  play: async ({ canvas, canvasElement }) => {
    dropOn(canvasElement, new File(['x'], 'letter.docx'))
    await canvas.findByText(/letter\.docx is none of the kinds/)
  },
}

/** Windows-1252, semicolons, three lines before the header. */
export const Reading: Story = {
  play: async (context) => {
    await read(context, messyFile())
    await expect(context.canvas.getByRole('combobox', { name: 'Lines before the header' })).toHaveValue('3')
  },
}

export const ReadingDark: Story = { ...Reading, globals: dark }

export const ReadingNarrow: Story = { ...Reading, globals: narrow }

export const ReadingJson: Story = { play: (context) => read(context, wrappedJson()) }

export const Columns: Story = { play: matchMessy }

export const ColumnsDark: Story = { play: matchMessy, globals: dark }

export const ColumnsNarrow: Story = { play: matchMessy, globals: narrow }

/** A date that could be read in two ways is asked, and not guessed. */
export const AmbiguousDate: Story = {
  play: async (context) => {
    await match(context, wrappedJson())
    await context.canvas.findByText('How is Customer since written?')
  },
}

export const Pipeline: Story = {
  play: async (context) => {
    await matchMessy(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Steps for Plan' }))
    await context.canvas.findByRole('combobox', { name: 'Option for Kostenlos' })
  },
}

export const PipelineDark: Story = { ...Pipeline, globals: dark }

export const PipelineNarrow: Story = { ...Pipeline, globals: narrow }

export const Fix: Story = { play: fix }

export const FixDark: Story = { play: fix, globals: dark }

export const FixNarrow: Story = { play: fix, globals: narrow }

export const EveryRowValid: Story = {
  play: async (context) => {
    await match(context, cleanFile())
    await userEvent.click(context.canvas.getByRole('button', { name: 'Check every row' }))
    await context.canvas.findByText('All 12 rows are valid.', undefined, wait)
  },
}

export const ExistingRecords: Story = { play: policy }

export const ExistingRecordsDark: Story = { play: policy, globals: dark }

export const ExistingRecordsNarrow: Story = { play: policy, globals: narrow }

export const Tried: Story = { play: tried }

export const TriedDark: Story = { play: tried, globals: dark }

export const TriedNarrow: Story = { play: tried, globals: narrow }

export const Sending: Story = {
  parameters: backend(() => ({ ...data, fail: failing('POST', pending) })),
  play: async (context) => {
    await policy(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Import 20 rows' }))
    await context.canvas.findByRole('progressbar')
  },
}

export const SendFailed: Story = {
  parameters: backend(() => ({ ...data, fail: failing('POST') })),
  play: async (context) => {
    await policy(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Import 20 rows' }))
    await context.canvas.findByRole('button', { name: 'Try again' })
  },
}

export const Importing: Story = {
  parameters: backend(() => ({ ...data, stepMs: 100_000 })),
  play: async (context) => {
    await policy(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Import 20 rows' }))
    await context.canvas.findByRole('button', { name: 'Pause' }, wait)
  },
}

export const Imported: Story = {
  play: async (context) => {
    await imported(context)
    await waitFor(() => expect(context.args.onComplete).toHaveBeenCalledOnce())
  },
}

export const ImportedDark: Story = { play: imported, globals: dark }

export const ImportedNarrow: Story = { play: imported, globals: narrow }

export const Undone: Story = {
  play: async (context) => {
    const { canvas, canvasElement } = context
    await imported(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Undo' }))
    const dialog = within(await within(canvasElement.ownerDocument.body).findByRole('dialog'))
    await userEvent.click(dialog.getByRole('button', { name: 'Undo' }))
    await canvas.findByText('Reversed', undefined, wait)
  },
}

/** The same header again: its settings are offered. */
export const Remembered: Story = {
  play: async (context) => {
    const { canvas, canvasElement } = context
    await match(context, cleanFile())
    await userEvent.click(canvas.getByRole('button', { name: 'Check every row' }))
    await userEvent.click(await canvas.findByRole('button', { name: 'Continue' }, wait))
    await userEvent.click(await canvas.findByRole('button', { name: 'Import 12 rows' }))
    await userEvent.click(await canvas.findByRole('button', { name: 'Import another file' }, wait))
    await waitFor(() => dropOn(canvasElement, cleanFile(4)))
    await canvas.findByText('You imported a file like this before', undefined, wait)
  },
}

/** The app around the wizard refuses a row, in its own words. */
export const RefusedByTheApp: Story = {
  args: {
    onRowValidate: async ({ rows }) =>
      rows
        .filter(({ data: row }) => row['email'] === 'person3@example.com')
        .map(({ rowNumber }) => ({
          rowNumber,
          field: 'email',
          message: 'This person asked to be left alone',
        })),
  },
  play: async (context) => {
    await match(context, cleanFile())
    await userEvent.click(context.canvas.getByRole('button', { name: 'Check every row' }))
    await context.canvas.findAllByText(/This person asked to be left alone/, undefined, wait)
  },
}
