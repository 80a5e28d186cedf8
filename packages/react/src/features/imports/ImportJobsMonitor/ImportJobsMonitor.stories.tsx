import { sampleJob, sampleJobErrors, sampleModel } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import {
  backend,
  dark,
  failing,
  failingAfterFirstRead,
  hubOf,
  narrow,
  pending,
  repeated,
} from '../../../../.storybook/story-hub.ts'
import { Button, ImportJobsMonitor } from '../../../index.ts'
import { cancelledJob, cleanJob, failedJob, runningJob, waitingJob } from './import-stories.ts'

const few = () => {
  const rejected = sampleJob({}, 3)
  return {
    models: [sampleModel()],
    jobs: [cancelledJob(1), failedJob(2), rejected, cleanJob(4), runningJob({}, 5), waitingJob(6)],
    errors: sampleJobErrors(rejected),
  }
}

const meta = {
  title: 'Imports/ImportJobsMonitor',
  component: ImportJobsMonitor,
  parameters: backend(few),
} satisfies Meta<typeof ImportJobsMonitor>

export default meta
type Story = StoryObj<typeof meta>

/** Every state of an import, and news that are pushed. */
export const Live: Story = {
  args: { jobActions: ({ status }) => (status === 'completed' ? <Button>Open records</Button> : null) },
  play: async ({ canvas }) => {
    await expect(await canvas.findAllByRole('article')).toHaveLength(6)
    await canvas.findByText('Live')
  },
}

export const Dark: Story = { ...Live, globals: dark }

export const Narrow: Story = { ...Live, globals: narrow }

/** The socket is down: what runs is asked for each second. */
export const Polling: Story = {
  parameters: backend(() => ({ ...few(), realtime: 'down' })),
  play: async ({ canvas }) => void (await canvas.findByText('Checking every second')),
}

export const Empty: Story = {
  args: { emptyActions: <Button variant="primary">Import a file</Button> },
  parameters: backend(() => ({ models: [sampleModel()] })),
  play: async ({ canvas }) => void (await canvas.findByText('No imports yet')),
}

export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }

export const Failed: Story = {
  parameters: backend(() => ({ fail: failing('GET') })),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Your data is safe')
  },
}

export const Stale: Story = {
  parameters: backend(() => ({ ...few(), fail: failingAfterFirstRead() })),
  play: async (context) => {
    await context.canvas.findAllByRole('article')
    await hubOf(context).queryClient.invalidateQueries()
    await context.canvas.findByText(/^Last updated/)
  },
}

export const Many: Story = {
  parameters: {
    ...repeated,
    ...backend(() => ({
      models: [sampleModel()],
      jobs: Array.from({ length: 24 }, (_, index) => cleanJob(index + 1)),
    })),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findAllByRole('article')).toHaveLength(20)
    await userEvent.click(canvas.getByRole('button', { name: 'Show more' }))
    await expect(canvas.getAllByRole('article')).toHaveLength(24)
  },
}
