import { problemAnswer, sampleModel, sampleRecords } from '@headwater/core/testing'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import {
  backend,
  dark,
  failing,
  failingAfterFirstRead,
  hubOf,
  narrow,
  pending,
} from '../../../../.storybook/story-hub.ts'
import { Button, RecordsTable } from '../../../index.ts'

const model = sampleModel()
const few = () => ({ models: [model], records: sampleRecords(model, 12) })

const meta = {
  title: 'Records/RecordsTable',
  component: RecordsTable,
  args: { model },
  parameters: backend(few),
} satisfies Meta<typeof RecordsTable>

export default meta
type Story = StoryObj<typeof meta>

const loaded: Story['play'] = async ({ canvas }) => {
  await canvas.findByText('ada.lovelace.1@example.com')
}

export const Few: Story = { play: loaded }

export const Dark: Story = { globals: dark, play: loaded }

export const Narrow: Story = {
  globals: narrow,
  play: async ({ canvas }) => {
    await canvas.findByText('ada.lovelace.1@example.com')
    await waitFor(() => expect(canvas.queryByRole('columnheader', { name: 'Plan' })).toBeNull())
  },
}

export const Empty: Story = {
  args: { emptyActions: <Button>Import a file</Button> },
  parameters: backend(() => ({ models: [model] })),
  play: async ({ canvas }) => void (await canvas.findByText('No records yet')),
}

export const Loading: Story = { parameters: backend(() => ({ fail: pending })) }

export const Failed: Story = {
  parameters: backend(() => ({ ...few(), fail: failing('GET') })),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Your data is safe')
  },
}

export const Stale: Story = {
  parameters: backend(() => ({ ...few(), fail: failingAfterFirstRead() })),
  play: async (context) => {
    await loaded(context)
    await hubOf(context).queryClient.invalidateQueries()
    await context.canvas.findByText(/^Last updated/)
  },
}

/** Only the rows in sight are loaded and drawn. */
export const HundredThousand: Story = {
  parameters: backend(() => ({ models: [model], records: sampleRecords(model, 100_000) })),
  play: async ({ canvas }) => {
    await canvas.findByText('100,000 records', undefined, { timeout: 10_000 })
    const grid = canvas.getByRole('grid')
    await expect(grid).toHaveAttribute('aria-rowcount', '100001')
    await expect(within(grid).getAllByRole('row').length).toBeLessThan(80)
    canvas.getByRole('button', { name: 'Name' }).focus()
    await userEvent.keyboard('{ArrowDown}{Control>}{End}{/Control}')
    await waitFor(
      () => expect(canvas.getByRole('row', { selected: false, name: /ada.lovelace.1@/ })).toBeVisible(),
      {
        timeout: 10_000,
      },
    )
  },
}

export const LongValues: Story = {
  parameters: backend(() => ({
    models: [model],
    records: sampleRecords(model, 3).map((record, index) => ({
      ...record,
      data: index === 1 ? { name: 'A' } : { ...record.data, name: 'Ada Lovelace, Countess of '.repeat(12) },
    })),
  })),
  play: async ({ canvas }) => void (await canvas.findByText('3 records')),
}

export const SortedByKeyboard: Story = {
  play: async (context) => {
    const { canvas } = context
    await loaded(context)
    canvas.getByRole('button', { name: 'Spent' }).focus()
    await userEvent.keyboard('{Enter}')
    await waitFor(() =>
      expect(canvas.getByRole('columnheader', { name: 'Spent' })).toHaveAttribute('aria-sort', 'ascending'),
    )
  },
}

export const Filtered: Story = {
  play: async (context) => {
    const { canvas } = context
    await loaded(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Filter' }))
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Field' }), 'Plan')
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Value' }), 'Team')
    await canvas.findByText('4 records')
  },
}

export const FilteredNarrow: Story = { ...Filtered, globals: narrow }

export const NothingFound: Story = {
  play: async (context) => {
    const { canvas } = context
    await loaded(context)
    await userEvent.type(canvas.getByRole('searchbox'), 'nobody')
    await canvas.findByText('No record matches')
  },
}

export const Selected: Story = {
  play: async (context) => {
    const { canvas } = context
    await loaded(context)
    await userEvent.click(canvas.getByRole('checkbox', { name: 'Select row 1' }))
    await userEvent.click(canvas.getByRole('checkbox', { name: 'Select row 3' }))
    await expect(canvas.getByText('2 selected')).toBeVisible()
  },
}

export const DeleteSelected: Story = {
  play: async (context) => {
    const { canvas } = context
    await Selected.play?.(context)
    await userEvent.click(canvas.getByRole('button', { name: 'Delete 2 records' }))
    await canvas.findByRole('dialog', { name: 'Delete 2 records?' })
  },
}

export const NewRecord: Story = {
  play: async (context) => {
    const { canvas } = context
    await loaded(context)
    await userEvent.click(canvas.getByRole('button', { name: 'New record' }))
    await canvas.findByRole('dialog', { name: 'New record in Customers' })
  },
}

export const NewRecordNarrow: Story = {
  globals: narrow,
  play: async ({ canvas }) => {
    await canvas.findByText('12 records')
    await userEvent.click(canvas.getByRole('button', { name: 'New record' }))
    await canvas.findByRole('dialog')
  },
}

/** Faults stand at their field. */
export const NewRecordFaults: Story = {
  play: async (context) => {
    const { canvas } = context
    await NewRecord.play?.(context)
    await userEvent.type(canvas.getByRole('textbox', { name: 'Spent' }), '12,5o')
    await userEvent.click(canvas.getByRole('button', { name: 'Add record' }))
    await waitFor(() => expect(canvas.getByRole('textbox', { name: 'Spent' })).toBeInvalid())
    await expect(canvas.getByRole('textbox', { name: 'Spent' })).toHaveAccessibleDescription(/12,5o/)
    await expect(canvas.getByRole('textbox', { name: 'Email *' })).toBeInvalid()
  },
}

export const EditRecord: Story = {
  play: async (context) => {
    const { canvas } = context
    await loaded(context)
    await userEvent.dblClick(canvas.getByText('ada.lovelace.1@example.com'))
    await canvas.findByRole('dialog', { name: 'Edit record' })
  },
}

export const EditRecordDark: Story = { ...EditRecord, globals: dark }

/** What was shown ahead of the server is taken back, and the dialog says why. */
export const EditRefused: Story = {
  parameters: backend(() => ({
    ...few(),
    fail: failing('PUT', () => problemAnswer('NOT_UNIQUE', 'Another record has this address. Change it.')),
  })),
  play: async (context) => {
    const { canvas } = context
    await EditRecord.play?.(context)
    const email = canvas.getByRole('textbox', { name: 'Email *' })
    await userEvent.clear(email)
    await userEvent.type(email, 'alan.turing.2@example.com')
    await userEvent.click(canvas.getByRole('button', { name: 'Save record' }))
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Another record has this address')
  },
}
