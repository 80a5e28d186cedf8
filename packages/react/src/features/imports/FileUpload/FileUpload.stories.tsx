import { sampleModel } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { FileUpload } from '../../../index.ts'
import { customersFile, hopelessFile, imageFile, unclearFile } from './file-stories.ts'

const model = sampleModel()

/** Drops a file on the component, as far as a test can: through the input behind the button. */
async function drop(root: HTMLElement, ...files: File[]): Promise<void> {
  const input = root.querySelector<HTMLInputElement>('input[type="file"]')
  if (!input) throw new Error('There is no input for files.')
  await userEvent.upload(input, files)
}

const meta = {
  title: 'Imports/FileUpload',
  component: FileUpload,
  args: { model, onFilesChange: fn(), onImportStarted: fn(), onModelCreated: fn(), onOpenRecords: fn() },
  parameters: backend(() => ({ models: [model], stepMs: 20, rowsPerStep: 50 })),
} satisfies Meta<typeof FileUpload>

export default meta
type Story = StoryObj<typeof meta>

export const ChooseFile: Story = {}

export const ChooseFileDark: Story = { globals: dark }

export const ChooseFileNarrow: Story = { globals: narrow }

/** A file brings its own model. */
export const WithoutModel: Story = { args: { model: undefined } }

export const WrongType: Story = {
  play: async ({ args, canvas, canvasElement }) => {
    await drop(canvasElement, new File(['%PDF'], 'invoice.pdf', { type: 'application/pdf' }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('invoice.pdf is neither CSV nor JSON')
    await expect(args.onFilesChange).toHaveBeenCalledWith(
      expect.objectContaining({ files: [], rejected: [expect.objectContaining({})] }),
    )
  },
}

export const NotText: Story = {
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, imageFile())
    await expect(await canvas.findByRole('alert')).toHaveTextContent('This is not a text file')
  },
}

export const TooLarge: Story = {
  parameters: backend(() => ({ models: [model], hub: { maxImportBytes: 2048 } })),
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, customersFile(200))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The file is too large')
  },
}

export const TwoFiles: Story = {
  play: async ({ canvas, canvasElement }) => {
    const input = canvasElement.querySelector('input[type="file"]')
    await expect(input).toBeInTheDocument()
    await drop(canvasElement, customersFile(2), unclearFile())
    await expect(await canvas.findByRole('alert')).toHaveTextContent('One file at a time')
  },
}

export const MatchColumns: Story = {
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, customersFile(120))
    await canvas.findByRole('heading', { name: 'Match columns to fields' })
    await expect(canvas.getByRole('combobox', { name: 'Field: Customer since' })).toHaveValue('since')
    await expect(canvas.getByRole('button', { name: 'Check rows' })).toBeEnabled()
  },
}

export const MatchColumnsDark: Story = { ...MatchColumns, globals: dark }

export const MatchColumnsNarrow: Story = { ...MatchColumns, globals: narrow }

/** A required field is asked for, never guessed. */
export const RequiredFieldOpen: Story = {
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, unclearFile())
    await canvas.findByRole('heading', { name: 'Match columns to fields' })
    await expect(canvas.getByRole('button', { name: 'Check rows' })).toBeDisabled()
    await expect(canvas.getByText(/required/)).toBeVisible()
  },
}

export const Preview: Story = {
  play: async (context) => {
    await MatchColumns.play?.(context)
    await userEvent.click(context.canvas.getByText('Preview'))
    await expect(context.canvas.getByRole('table')).toBeVisible()
  },
}

export const AllValid: Story = {
  play: async (context) => {
    await MatchColumns.play?.(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Check rows' }))
    await context.canvas.findByText('All 120 rows are valid.')
  },
}

export const SomeInvalid: Story = {
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, customersFile(120, [4, 9, 77]))
    await userEvent.click(await canvas.findByRole('button', { name: 'Check rows' }))
    await canvas.findByText('3 of 120 rows can’t be imported as they are.')
    await expect(canvas.getByRole('radio', { name: /Import the 117 valid rows/ })).toBeChecked()
    await expect(canvas.getByRole('button', { name: 'Import 117 records' })).toBeEnabled()
  },
}

export const SomeInvalidNarrow: Story = { ...SomeInvalid, globals: narrow }

export const NoneValid: Story = {
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, hopelessFile())
    await userEvent.click(await canvas.findByRole('button', { name: 'Check rows' }))
    await canvas.findByText(/No row can be imported as it is/)
  },
}

/** The whole way: drop, match, check, import, and what came of it. */
export const Imported: Story = {
  play: async (context) => {
    const { args, canvas } = context
    await SomeInvalid.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Import 117 records' }))
    await canvas.findByText('Completed', undefined, { timeout: 5000 })
    await expect(args.onImportStarted).toHaveBeenCalledOnce()
    await canvas.findAllByText(/\(at\)example.com/)
    await userEvent.click(canvas.getByRole('button', { name: 'Open records' }))
    await expect(args.onOpenRecords).toHaveBeenCalledWith(model)
  },
}

export const Importing: Story = {
  parameters: backend(() => ({ models: [model], stepMs: 100_000 })),
  play: async (context) => {
    await SomeInvalid.play?.(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Import 117 records' }))
    await context.canvas.findByText('Waiting for its turn')
  },
}

export const Sending: Story = {
  parameters: backend(() => ({ models: [model], fail: failing('POST', pending) })),
  play: async (context) => {
    await AllValid.play?.(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Import 120 records' }))
    await context.canvas.findByRole('progressbar')
  },
}

export const SendFailed: Story = {
  parameters: backend(() => ({ models: [model], fail: failing('POST') })),
  play: async (context) => {
    const { canvas } = context
    await AllValid.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Import 120 records' }))
    await canvas.findByRole('alert')
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

export const Duplicate: Story = {
  play: async (context) => {
    const { canvas } = context
    await AllValid.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Import 120 records' }))
    await userEvent.click(
      await canvas.findByRole('button', { name: 'Import another file' }, { timeout: 5000 }),
    )
    await AllValid.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Import 120 records' }))
    await canvas.findByText('This file was imported before')
  },
}

export const ProposedModel: Story = {
  args: { model: undefined },
  play: async ({ args, canvas, canvasElement }) => {
    await drop(canvasElement, customersFile(40))
    await canvas.findByRole('heading', { name: 'A model for this file' })
    await userEvent.click(canvas.getByRole('button', { name: 'Save and match columns' }))
    await waitFor(() => expect(args.onModelCreated).toHaveBeenCalledOnce())
    await canvas.findByRole('heading', { name: 'Match columns to fields' })
  },
}

export const ProposedModelNarrow: Story = {
  args: { model: undefined },
  globals: narrow,
  play: async ({ canvas, canvasElement }) => {
    await drop(canvasElement, customersFile(40))
    await canvas.findByRole('heading', { name: 'A model for this file' })
  },
}
