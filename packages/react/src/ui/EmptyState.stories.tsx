import type { Meta, StoryObj } from '@storybook/react-vite'
import { Database, Plus } from 'lucide-react'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { Button, EmptyState } from '../index.ts'

const meta = {
  title: 'UI/EmptyState',
  component: EmptyState,
  args: {
    icon: <Database className="hub-icon" aria-hidden />,
    title: 'No data models yet',
    description: 'A data model says which fields your records have.',
    actions: (
      <Button variant="primary" icon={<Plus className="hub-icon" aria-hidden />}>
        New model
      </Button>
    ),
  },
} satisfies Meta<typeof EmptyState>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const TitleAlone: Story = { args: { icon: undefined, description: undefined, actions: undefined } }

export const Dark: Story = { globals: dark }

export const Narrow: Story = { globals: narrow }
