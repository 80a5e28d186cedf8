import { sampleModel } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { backend, dark, hubOf, narrow } from '../../../../.storybook/story-hub.ts'
import { ImportNotices } from '../../../index.ts'
import { cleanFile } from '../ImportWizard/wizard-stories.ts'

const model = sampleModel()

const meta = {
  title: 'Import wizard/ImportNotices',
  component: ImportNotices,
  args: { afterSeconds: 0, onOpen: fn() },
  parameters: backend(() => ({ models: [model], stepMs: 150 })),
} satisfies Meta<typeof ImportNotices>

export default meta
type Story = StoryObj<typeof meta>

/** An import that begins somewhere in the app, and ends. */
export const Completed: Story = {
  play: async ({ canvas, loaded, args }) => {
    const hub = hubOf({ loaded })
    const { fileUrl, fileType } = await hub.imports.upload(cleanFile())
    await hub.imports.create({ model_id: model.id, file_url: fileUrl, file_type: fileType })
    await canvas.findByText('customers.csv is imported', undefined, { timeout: 8000 })
    await userEvent.hover(canvas.getByRole('listitem'))
    await canvas.findByText('12 records, 0 rows rejected.')
    await expect(args.onOpen).not.toHaveBeenCalled()
  },
}

export const CompletedDark: Story = { ...Completed, globals: dark }

export const CompletedNarrow: Story = { ...Completed, globals: narrow }

export const Failed: Story = {
  play: async ({ canvas, loaded }) => {
    const hub = hubOf({ loaded })
    const { fileUrl, fileType } = await hub.imports.upload(cleanFile())
    await hub.imports.create({
      model_id: model.id,
      file_url: fileUrl,
      file_type: fileType,
      mapping: { name: 'Gone', email: 'Email' },
    })
    await canvas.findByText('The import of customers.csv failed', undefined, { timeout: 8000 })
  },
}
