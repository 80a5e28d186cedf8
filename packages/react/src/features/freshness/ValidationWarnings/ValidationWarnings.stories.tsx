import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { dark, narrow } from '../../../../.storybook/story-hub.ts'
import { ValidationWarnings } from '../../../dashboards.ts'

const meta = {
  title: 'Freshness/ValidationWarnings',
  component: ValidationWarnings,
  args: { warnings: ['Alder has no KPI target set.', 'Birch has a target, but sent no emails this month.'] },
} satisfies Meta<typeof ValidationWarnings>

export default meta
type Story = StoryObj<typeof meta>

export const Folded: Story = {}

export const Open: Story = { args: { open: true } }

export const OpenDark: Story = { ...Open, globals: dark }

export const Many: Story = {
  args: {
    open: true,
    warnings: Array.from({ length: 42 }, (_, place) => `Workspace ${place + 1} has no KPI target set.`),
  },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Show all 42' }))
    await expect(canvas.getByText('Workspace 42 has no KPI target set.')).toBeVisible()
  },
}

export const Narrow: Story = { args: { open: true }, globals: narrow }
