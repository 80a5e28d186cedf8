import { sampleModel, sampleRecords } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import {
  backend,
  dark,
  failing,
  failingAfterFirstRead,
  hubOf,
  narrow,
  pending,
  repeated,
} from '../../../../.storybook/story-hub.ts'
import { Button, DataModelList } from '../../../index.ts'

const customers = sampleModel()
const orders = sampleModel(
  {
    name: 'Orders',
    description: 'Exported from the shop each night.',
    fields: sampleModel().fields.slice(0, 5),
    visibility: 'agency',
  },
  2,
)
const subscriptions = sampleModel({ name: 'Subscriptions', description: null }, 3)
const few = () => ({
  models: [customers, orders, subscriptions],
  records: sampleRecords(customers, 1200),
})

const meta = {
  title: 'Data models/DataModelList',
  component: DataModelList,
  args: { onOpenModel: fn(), onEditModel: fn(), onCreateModel: fn() },
  parameters: backend(few),
} satisfies Meta<typeof DataModelList>

export default meta
type Story = StoryObj<typeof meta>

export const Few: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Orders' }))
    await expect(args.onOpenModel).toHaveBeenCalledWith(expect.objectContaining({ name: 'Orders' }))
  },
}

export const Dark: Story = {
  globals: dark,
  play: async ({ canvas }) => void (await canvas.findByText('Orders')),
}

export const Narrow: Story = {
  globals: narrow,
  play: async ({ canvas }) => void (await canvas.findByText('Orders')),
}

export const Empty: Story = {
  args: { emptyActions: <Button>Drop a file</Button> },
  parameters: backend(() => ({})),
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'New model' }))
    await expect(args.onCreateModel).toHaveBeenCalledOnce()
  },
}

export const Loading: Story = {
  parameters: backend(() => ({ fail: pending })),
}

export const Failed: Story = {
  parameters: backend(() => ({ fail: failing('GET') })),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Your data is safe')
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

export const Offline: Story = {
  parameters: backend(() => ({
    fail: () => {
      throw new TypeError('Failed to fetch')
    },
  })),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Can’t reach the server')
  },
}

export const Stale: Story = {
  parameters: backend(() => ({ ...few(), fail: failingAfterFirstRead() })),
  play: async (context) => {
    await context.canvas.findByText('Orders')
    await hubOf(context).queryClient.invalidateQueries()
    await context.canvas.findByText(/^Last updated/)
    await expect(context.canvas.getByText('Orders')).toBeVisible()
  },
}

export const Many: Story = {
  parameters: {
    ...repeated,
    ...backend(() => ({
      models: Array.from({ length: 130 }, (_, index) => sampleModel({}, 130 - index)),
    })),
  },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findByText('Customers 130')
    const rows = canvasElement.getElementsByTagName('tr')
    await expect(rows).toHaveLength(101)
    await userEvent.click(canvas.getByText('Show more'))
    await expect(rows).toHaveLength(131)
  },
}

export const LongNames: Story = {
  parameters: backend(() => ({
    models: [
      sampleModel({
        name: 'Customers of the northern region who have bought at least twice since the new shop was opened',
        description:
          'Merged from three exports each Monday morning; the phone numbers were collected at the counter and are not all in international form yet.',
      }),
      orders,
    ],
  })),
  play: async ({ canvas }) => void (await canvas.findByText('Orders')),
}

export const NothingFound: Story = {
  play: async ({ canvas }) => {
    await canvas.findByText('Orders')
    await userEvent.type(canvas.getByRole('searchbox'), 'invoices')
    await canvas.findByText('No model matches “invoices”')
  },
}

/** Without a mouse: the menu opens with Enter, and the dialog says what is lost. */
export const DeleteByKeyboard: Story = {
  play: async ({ canvas }) => {
    const trigger = await canvas.findByRole('button', { name: 'Actions for Customers' })
    trigger.focus()
    await userEvent.keyboard('{Enter}')
    await canvas.findByRole('menuitem', { name: 'Delete' })
    await userEvent.keyboard('{End}{Enter}')
    const dialog = await canvas.findByRole('dialog', { name: 'Delete “Customers”?' })
    await waitFor(() => expect(dialog).toHaveTextContent('1,200 records'))
  },
}

export const Deleted: Story = {
  play: async (context) => {
    const { canvas } = context
    await DeleteByKeyboard.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Delete model' }))
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull())
    await expect(canvas.queryByRole('button', { name: 'Customers' })).toBeNull()
  },
}

/** The row that left ahead of the server comes back, and the dialog says why. */
export const DeleteRefused: Story = {
  parameters: backend(() => ({ ...few(), fail: failing('DELETE') })),
  play: async (context) => {
    const { canvas } = context
    await DeleteByKeyboard.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Delete model' }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Your data is safe')
    await canvas.findByText('Customers')
  },
}
