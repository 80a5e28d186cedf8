import { problemAnswer, sampleModel } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { backend, dark, failing, narrow, pending, repeated } from '../../../../.storybook/story-hub.ts'
import { ModelBuilder } from '../../../index.ts'

const model = sampleModel()

const meta = {
  title: 'Data models/ModelBuilder',
  component: ModelBuilder,
  args: { onSaved: fn(), onCancel: fn() },
  parameters: backend(() => ({ models: [model] })),
} satisfies Meta<typeof ModelBuilder>

export default meta
type Story = StoryObj<typeof meta>

/** Fill in and save, without a mouse. */
export const NewModel: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Name' }), 'Orders')
    await userEvent.type(canvas.getByRole('textbox', { name: 'Field name' }), 'number')
    await userEvent.tab()
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Type' }), 'Number')
    await userEvent.keyboard('{Tab} ')
    canvas.getByRole('button', { name: 'Create model' }).focus()
    await userEvent.keyboard('{Enter}')
    await waitFor(() =>
      expect(args.onSaved).toHaveBeenCalledWith(
        expect.objectContaining({
          name: 'Orders',
          fields: [expect.objectContaining({ name: 'number', type: 'number', required: true })],
        }),
      ),
    )
  },
}

export const Blank: Story = {}

export const EditModel: Story = { args: { model } }

export const Dark: Story = { args: { model }, globals: dark }

export const Narrow: Story = { args: { model }, globals: narrow }

/** What a file proposed, under the words of the flow around it. */
export const Proposed: Story = {
  args: {
    title: 'A model for this file',
    submitLabel: 'Save and match columns',
    initialModel: {
      name: 'Newsletter subscribers',
      fields: [
        { id: 'e', name: 'email', type: 'email', required: true, unique: true },
        { id: 'f', name: 'first name', type: 'text' },
        { id: 's', name: 'source', type: 'select', options: ['Website', 'Fair', 'Friend'] },
      ],
    },
  },
}

export const ManyFields: Story = {
  parameters: repeated,
  args: {
    model: sampleModel({
      fields: Array.from({ length: 30 }, (_, index) => ({
        id: `f${index}`,
        name: `answer_${index + 1}`,
        type: 'text' as const,
      })),
    }),
  },
}

/** Each fault stands at its field, and the first one has the focus. */
export const Faults: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Create model' }))
    const name = canvas.getByRole('textbox', { name: 'Name' })
    await waitFor(() => expect(name).toBeInvalid())
    await expect(name).toHaveFocus()
    await expect(name).toHaveAccessibleDescription(/./)
    await expect(canvas.getByRole('textbox', { name: 'Field name' })).toBeInvalid()
    await expect(args.onSaved).not.toHaveBeenCalled()
  },
}

export const Rules: Story = {
  args: { model },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Rules: name' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Rules: phone' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Rules: spent' }))
    await expect(canvas.getByRole('textbox', { name: 'Minimum' })).toHaveValue('0')
  },
}

export const NarrowRules: Story = { ...Rules, globals: narrow }

/** Says what happens to records before a change of their model is saved. */
export const ChangesToRecords: Story = {
  args: { model },
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Remove website' }))
    const [type] = canvas.getAllByRole('combobox', { name: 'Type' })
    if (type) await userEvent.selectOptions(type, 'Number')
    await expect(await canvas.findByText(/^website: records keep these values/)).toBeVisible()
    await expect(canvas.getByText(/^name: values that records have already/)).toBeVisible()
  },
}

export const Saving: Story = {
  args: { model },
  parameters: backend(() => ({ models: [model], fail: failing('PUT', pending) })),
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Save model' }))
    await waitFor(() =>
      expect(canvas.getByRole('button', { name: 'Save model' })).toHaveAttribute('aria-busy'),
    )
  },
}

export const SaveFailed: Story = {
  args: { model },
  parameters: backend(() => ({ models: [model], fail: failing('PUT') })),
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Save model' }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Your data is safe')
  },
}

/** A fault that only the server knows, at its field. */
export const NameTaken: Story = {
  args: { model },
  parameters: backend(() => ({
    models: [model],
    fail: failing('PUT', () =>
      problemAnswer('VALIDATION_FAILED', 'Some values are not right.', {
        issues: [{ path: 'name', message: 'Another model has this name. Choose one that differs.' }],
      }),
    ),
  })),
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Save model' }))
    await waitFor(() =>
      expect(canvas.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(/Another model has/),
    )
  },
}

export const DiscardChanges: Story = {
  args: { model },
  play: async ({ args, canvas }) => {
    await userEvent.type(canvas.getByRole('textbox', { name: 'Name' }), ' 2')
    await userEvent.click(canvas.getByRole('button', { name: 'Cancel' }))
    await canvas.findByRole('dialog', { name: 'Discard your changes?' })
    await expect(args.onCancel).not.toHaveBeenCalled()
  },
}
