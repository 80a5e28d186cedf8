import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { expect, userEvent, waitFor } from 'storybook/test'
import { dark, narrow } from '../../.storybook/story-hub.ts'
import { Button, TextField } from '../index.ts'
import { ConfirmDialog, Dialog } from './index.ts'

function Rename() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rename model</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Rename model"
        description="Tables and templates show the new name."
        closeLabel="Close"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary">Save name</Button>
          </>
        }
      >
        <TextField label="Name" defaultValue="Customers" />
      </Dialog>
    </>
  )
}

function Confirm() {
  const [open, setOpen] = useState(true)
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      title="Delete 3 models?"
      description="4,963 records and every import of these models are deleted with them. This can’t be undone."
      confirmLabel="Delete 3 models"
      cancelLabel="Cancel"
      onConfirm={() => setOpen(false)}
    />
  )
}

function Long() {
  return (
    <Dialog
      open
      onOpenChange={() => {}}
      title="New record"
      closeLabel="Close"
      footer={<Button variant="primary">Add record</Button>}
    >
      <div className="hub-stack">
        {Array.from({ length: 24 }, (_, index) => (
          <TextField key={index} label={`Field ${index + 1}`} />
        ))}
      </div>
    </Dialog>
  )
}

const meta = { title: 'UI/Dialog', render: () => <Rename /> } satisfies Meta

export default meta
type Story = StoryObj<typeof meta>

/** Takes the focus, and gives it back when Escape closes it. */
export const ByKeyboard: Story = {
  play: async ({ canvas }) => {
    await userEvent.tab()
    await userEvent.keyboard('{Enter}')
    const dialog = await canvas.findByRole('dialog', { name: 'Rename model' })
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Rename model' })).toHaveFocus())
  },
}

export const Open: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Rename model' }))
    await canvas.findByRole('dialog')
  },
}

export const OpenDark: Story = { ...Open, globals: dark }

export const OpenNarrow: Story = { ...Open, globals: narrow }

export const AskBeforeLoss: Story = { render: () => <Confirm /> }

export const AskBeforeLossDark: Story = { render: () => <Confirm />, globals: dark }

export const AskBeforeLossNarrow: Story = { render: () => <Confirm />, globals: narrow }

/** Its head and foot stay; what is between them scrolls. */
export const LongContent: Story = {
  render: () => <Long />,
  play: async ({ canvas }) => {
    const foot = await canvas.findByRole('button', { name: 'Add record' })
    await expect(foot.getBoundingClientRect().bottom).toBeLessThanOrEqual(innerHeight)
  },
}
