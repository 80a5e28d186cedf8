import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { Steps } from './index.ts'

const meta = {
  title: 'UI/Steps',
  component: Steps,
  args: {
    label: 'Steps of the import',
    steps: ['file', 'columns', 'import'],
    current: 'columns',
    names: { file: 'File', columns: 'Columns', import: 'Import' },
    doneLabel: 'done',
  },
} satisfies Meta<typeof Steps>

export default meta
type Story = StoryObj<typeof meta>

/** What is done can be gone back to; what comes can't be jumped to. */
export const WithWayBack: Story = {
  args: { onGo: fn() },
  play: async ({ args, canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: /^File.*done$/ }))
    await expect(args.onGo).toHaveBeenCalledWith('file')
    await expect(canvas.queryByRole('button', { name: 'Import' })).toBeNull()
    await expect(canvas.getByText('Columns').closest('li')).toHaveAttribute('aria-current', 'step')
  },
}

export const Dark: Story = { globals: dark }

export const Narrow: Story = { globals: narrow }

export const NoWayBack: Story = { args: { current: 'import' } }

const many = ['reach', 'audience', 'message', 'schedule', 'review', 'send']

export const Many: Story = {
  args: {
    steps: many,
    current: 'schedule',
    names: Object.fromEntries(many.map((step) => [step, `A long name for the ${step}`])),
  },
  globals: narrow,
}
