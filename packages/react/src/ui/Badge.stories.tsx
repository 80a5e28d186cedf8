import type { Meta, StoryObj } from '@storybook/react-vite'
import { CircleAlert, CircleCheck, Clock, LoaderCircle, TriangleAlert } from 'lucide-react'
import { dark } from '../../.storybook/story-hub.ts'
import { Badge } from '../index.ts'

const meta = {
  title: 'UI/Badge',
  component: Badge,
  args: { children: 'Completed', tone: 'success', icon: <CircleCheck className="hub-icon" aria-hidden /> },
} satisfies Meta<typeof Badge>

export default meta
type Story = StoryObj<typeof meta>

export const Success: Story = {}

const tones = () => (
  <div className="hub-row">
    <Badge icon={<Clock className="hub-icon" aria-hidden />}>Waiting</Badge>
    <Badge tone="info" icon={<LoaderCircle className="hub-icon" aria-hidden />}>
      Importing
    </Badge>
    <Badge tone="success" icon={<CircleCheck className="hub-icon" aria-hidden />}>
      Completed
    </Badge>
    <Badge tone="warning" icon={<TriangleAlert className="hub-icon" aria-hidden />}>
      Stale
    </Badge>
    <Badge tone="danger" icon={<CircleAlert className="hub-icon" aria-hidden />}>
      Failed
    </Badge>
  </div>
)

export const Tones: Story = { render: tones }

export const TonesDark: Story = { render: tones, globals: dark }
