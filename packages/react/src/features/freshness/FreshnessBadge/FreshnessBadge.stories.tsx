import type { Meta, StoryObj } from '@storybook/react-vite'
import { dark } from '../../../../.storybook/story-hub.ts'
import { FreshnessBadge } from '../../../dashboards.ts'

const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)

const meta = {
  title: 'Freshness/FreshnessBadge',
  component: FreshnessBadge,
  args: { lastUpdated: ago(1) },
} satisfies Meta<typeof FreshnessBadge>

export default meta
type Story = StoryObj<typeof meta>

export const Fresh: Story = {}

const all = () => (
  <div className="hub-row">
    <FreshnessBadge lastUpdated={ago(1)} />
    <FreshnessBadge lastUpdated={ago(5)} />
    <FreshnessBadge lastUpdated={ago(14)} />
    <FreshnessBadge lastUpdated={ago(1)} incomplete />
    <FreshnessBadge lastUpdated={ago(14)} error="Email Bison is not available." />
    <FreshnessBadge lastUpdated={null} loading />
    <FreshnessBadge lastUpdated={null} />
  </div>
)

export const All: Story = { render: all }

export const AllDark: Story = { render: all, globals: dark }
