import { sampleJob, sampleJobErrors, sampleModel } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { backend, dark, failing, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { Button, ImportJobCard } from '../../../index.ts'
import { cancelledJob, cleanJob, failedJob, runningJob, waitingJob } from './import-stories.ts'

const completed = sampleJob()
const rejected = sampleJob({ failed_records: 37, imported_records: 4963, total_records: 5000 }, 2)
const running = runningJob()

const meta = {
  title: 'Imports/ImportJobCard',
  component: ImportJobCard,
  args: { job: completed },
  decorators: [
    (Story) => (
      <div className="hub-panel">
        <Story />
      </div>
    ),
  ],
  parameters: backend(() => ({
    models: [sampleModel()],
    jobs: [completed, rejected, running],
    errors: [...sampleJobErrors(completed), ...sampleJobErrors(rejected)],
  })),
} satisfies Meta<typeof ImportJobCard>

export default meta
type Story = StoryObj<typeof meta>

export const Completed: Story = { args: { actions: <Button>Open records</Button> } }

export const Clean: Story = { args: { job: cleanJob(3) } }

export const Waiting: Story = { args: { job: waitingJob(4) } }

export const Counting: Story = { args: { job: runningJob({ total_records: null, processed_records: 0 }) } }

export const Running: Story = { args: { job: running } }

export const RunningDark: Story = { args: { job: running }, globals: dark }

export const RunningNarrow: Story = { args: { job: running }, globals: narrow }

export const Failed: Story = { args: { job: failedJob(5) } }

export const Cancelled: Story = { args: { job: cancelledJob(6) } }

/** The rejected rows, page by page. */
export const RejectedRows: Story = {
  args: { job: rejected },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Show 37 rejected rows' }))
    await canvas.findByText(/person1\(at\)example.com/)
    await userEvent.click(canvas.getByRole('button', { name: 'Next' }))
    await canvas.findByText('21–37 of 37')
    await canvas.findByText(/person37\(at\)example.com/)
  },
}

export const RejectedRowsNarrow: Story = { args: { job: rejected, defaultOpen: true }, globals: narrow }

export const RejectedRowsLoading: Story = {
  args: { job: rejected, defaultOpen: true },
  parameters: backend(() => ({ fail: pending })),
}

export const RejectedRowsFailed: Story = {
  args: { job: rejected, defaultOpen: true },
  parameters: backend(() => ({ fail: failing('GET') })),
  play: async ({ canvas }) => void (await canvas.findByRole('button', { name: 'Try again' })),
}

/** Asks first, and says what stays. */
export const Cancel: Story = {
  args: { job: running },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Cancel import' }))
    const dialog = await canvas.findByRole('dialog', { name: 'Cancel the import of customers-2026.csv?' })
    await expect(dialog).toHaveTextContent('The 16,164 records imported so far stay.')
  },
}

export const CancelFailed: Story = {
  args: { job: running },
  parameters: backend(() => ({ jobs: [running], fail: failing('POST') })),
  play: async (context) => {
    const { canvas } = context
    await Cancel.play?.(context)
    const confirm = canvas.getAllByRole('button', { name: 'Cancel import' }).at(-1)
    if (confirm) await userEvent.click(confirm)
    await waitFor(() => expect(canvas.getByRole('alert')).toHaveTextContent('Your data is safe'))
  },
}
