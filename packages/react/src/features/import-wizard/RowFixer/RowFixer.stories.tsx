import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { dark, narrow } from '../../../../.storybook/story-hub.ts'
import { RowFixer } from '../../../index.ts'
import { sampleFixes } from './fix-stories.ts'

const meta = {
  title: 'Import wizard/RowFixer',
  component: RowFixer,
  args: { fixes: sampleFixes(6) },
  render: (args, { loaded }) => <RowFixer {...args} fixes={loaded['fixes'] ?? args.fixes} />,
  loaders: [() => ({ fixes: sampleFixes(18) })],
} satisfies Meta<typeof RowFixer>

export default meta
type Story = StoryObj<typeof meta>

export const SomeProblems: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('18 with problems · 0 fixed')).toBeVisible()
  },
}

export const SomeProblemsDark: Story = { globals: dark }

export const SomeProblemsNarrow: Story = { globals: narrow }

export const Editing: Story = {
  play: async ({ canvas }) => {
    const cell = (await canvas.findAllByRole('gridcell', { name: /ada\(at\)example\.com/ }))[0]
    if (!cell) throw new Error('The first address is not shown.')
    await userEvent.dblClick(cell)
    await expect(canvas.getByRole('textbox', { name: 'Edit cell: E-mail' })).toHaveFocus()
  },
}

export const FindAndReplace: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Find and replace' }))
    await userEvent.type(canvas.getByRole('textbox', { name: 'Find' }), '(at)')
    await userEvent.type(canvas.getByRole('textbox', { name: 'Replace with' }), '@')
    await expect(await canvas.findByRole('button', { name: /^Replace \d/ })).toBeEnabled()
  },
}

export const FindAndReplaceNarrow: Story = { ...FindAndReplace, globals: narrow }

export const Suggestion: Story = {
  play: async ({ canvas }) => {
    const cell = (await canvas.findAllByRole('gridcell', { name: /ada\(at\)example\.com/ }))[0]
    if (!cell) throw new Error('The first address is not shown.')
    await userEvent.click(cell)
    await userEvent.click(await canvas.findByRole('button', { name: 'Use “ada@example.com”' }))
    await canvas.findByText(/17 with problems · 1 fixed/)
  },
}

export const EverythingFixed: Story = {
  loaders: [() => ({ fixes: sampleFixes(0) })],
  play: async ({ canvas }) => {
    await canvas.findByRole('heading', { name: 'Every row is valid' })
  },
}

/** Stays smooth: only what is in sight is drawn. */
export const HundredThousandRows: Story = {
  loaders: [() => ({ fixes: sampleFixes(100_000) })],
  play: async ({ canvas }) => {
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('100,000 with problems'))
    await expect(canvas.getAllByRole('row').length).toBeLessThan(60)
  },
}
