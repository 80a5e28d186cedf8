import type { Meta, StoryObj } from '@storybook/react-vite'
import { withDashboards } from '../../../../.storybook/in-dashboards.tsx'
import { backend, dark, narrow, pending } from '../../../../.storybook/story-hub.ts'
import { VolumeDashboard } from '../../../dashboards.ts'
import { sampleDashboards } from '../dashboard-stories.ts'

const meta = {
  title: 'Dashboards/VolumeDashboard',
  component: VolumeDashboard,
  decorators: [withDashboards],
  parameters: backend(() => sampleDashboards()),
} satisfies Meta<typeof VolumeDashboard>

export default meta
type Story = StoryObj<typeof VolumeDashboard>

const shown: Story['play'] = async ({ canvas }) => {
  await canvas.findAllByText('Fresh')
}

export const Fresh: Story = { play: shown }

export const FreshDark: Story = { play: shown, globals: dark }

export const FreshNarrow: Story = { play: shown, globals: narrow }

export const Partial: Story = { parameters: backend(() => sampleDashboards({ behind: 3 })) }

export const Loading: Story = { parameters: backend(() => sampleDashboards({ fail: () => pending() })) }
