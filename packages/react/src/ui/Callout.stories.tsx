import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { Button, Callout } from '../index.ts'

const meta = {
  title: 'UI/Callout',
  component: Callout,
  args: { title: 'Columns have to be matched first', children: <p>Choose a column for the field Email.</p> },
} satisfies Meta<typeof Callout>

export default meta
type Story = StoryObj<typeof meta>

export const Neutral: Story = {}

export const Info: Story = { args: { tone: 'info' } }

export const Success: Story = {
  args: { tone: 'success', title: undefined, children: <p>All 4,963 rows are valid.</p> },
}

export const Warning: Story = { args: { tone: 'warning', actions: <Button>Match columns</Button> } }

/** Read out at once. */
export const Danger: Story = {
  args: { tone: 'danger', title: 'The import stopped', actions: <Button>Try again</Button> },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('alert')).toHaveTextContent('The import stopped')
  },
}

const tones = () => (
  <div className="hub-stack">
    {(['neutral', 'info', 'success', 'warning', 'danger'] as const).map((tone) => (
      <Callout key={tone} tone={tone} title="37 rows were rejected" actions={<Button>Show them</Button>}>
        <p>4,963 records were imported. The other rows are listed with their reasons.</p>
      </Callout>
    ))}
  </div>
)

export const Tones: Story = { render: tones }

export const TonesDark: Story = { render: tones, globals: dark }

export const TonesNarrow: Story = { render: tones, globals: narrow }
