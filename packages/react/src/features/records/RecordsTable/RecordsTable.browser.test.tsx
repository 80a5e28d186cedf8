import { problemAnswer, sampleModel, sampleRecords } from '@headwater/core/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { answerLater, renderInHub, type RenderInHubOptions } from '../../../../.storybook/render-in-hub.tsx'
import { failing } from '../../../../.storybook/story-hub.ts'
import { RecordsTable } from '../../../index.ts'

const model = sampleModel()

async function showTable(count = 12, options: RenderInHubOptions = {}) {
  const rendered = await renderInHub(<RecordsTable model={model} />, {
    models: [model],
    records: sampleRecords(model, count),
    ...options,
  })
  const { screen } = rendered
  await expect.element(screen.getByText(count === 1 ? '1 record' : /records$/)).toBeVisible()
  const emails = () =>
    [...screen.container.querySelectorAll('.hub-grid-body [aria-colindex="3"]')].map(
      (cell) => cell.textContent,
    )
  const place = () => document.activeElement?.closest('[data-place]')?.getAttribute('data-place')
  return { ...rendered, emails, place }
}

afterEach(() => void vi.restoreAllMocks())

describe('by keyboard', () => {
  test('has one tab stop, which arrow keys move', async () => {
    const { screen, place } = await showTable()
    screen.getByRole('button', { name: 'Name' }).element().focus()
    await userEvent.keyboard('{ArrowDown}{ArrowRight}')
    await expect.poll(place).toBe('0:2')
    await userEvent.keyboard('{End}')
    await expect.poll(place).toBe('0:9')
    await userEvent.keyboard('{Home}{ArrowDown}')
    await expect.poll(place).toBe('1:0')
    expect(screen.container.querySelectorAll('.hub-grid [tabindex="0"]')).toHaveLength(1)
  })

  test('reaches the last of many rows at once, and comes back', async () => {
    const { screen, place } = await showTable(2000)
    screen.getByRole('button', { name: 'Name' }).element().focus()
    await userEvent.keyboard('{ArrowDown}{Control>}{End}{/Control}')
    await expect.poll(place).toBe('1999:9')
    await expect.element(screen.getByText('ada.lovelace.1@example.com')).toBeVisible()
    await userEvent.keyboard('{Control>}{Home}{/Control}')
    await expect.poll(place).toBe('0:0')
  })

  test('edits with Enter, and Escape returns to the cell', async () => {
    const { screen, place } = await showTable()
    await screen.getByText('alan.turing.2@example.com').click()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('dialog', { name: 'Edit record' })).toBeVisible()
    await expect.element(screen.getByRole('textbox', { name: 'Name *' })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    await expect.poll(place).toBe('10:2')
  })

  test('selects with Space, and Delete asks first', async () => {
    const { screen } = await showTable()
    await screen.getByText('alan.turing.2@example.com').click()
    await userEvent.keyboard(' ')
    await expect.element(screen.getByText('1 selected')).toBeVisible()
    await userEvent.keyboard('{Delete}')
    await expect.element(screen.getByRole('dialog', { name: 'Delete this record?' })).toBeVisible()
    await expect.element(screen.getByRole('dialog').getByText('Cancel', { exact: true })).toHaveFocus()
  })
})

describe('order and choice', () => {
  test('sorts by a column: up, down, as before', async () => {
    const { screen, emails } = await showTable(3)
    const header = screen.getByRole('columnheader', { name: 'Spent' })
    const button = screen.getByRole('button', { name: 'Spent' })
    const first = () => emails()[0]
    await button.click()
    await expect.element(header).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(first).toMatch(/^ada/)
    await button.click()
    await expect.element(header).toHaveAttribute('aria-sort', 'descending')
    await expect.poll(first).toMatch(/^grace/)
    await button.click()
    await expect.element(header).toHaveAttribute('aria-sort', 'none')
  })

  test('filters by a field’s own conditions, and clears them', async () => {
    const { screen } = await showTable()
    await screen.getByRole('button', { name: 'Filter' }).click()
    await screen.getByRole('combobox', { name: 'Field' }).selectOptions('spent')
    await screen.getByRole('combobox', { name: 'Condition' }).selectOptions('gte')
    await screen.getByRole('textbox', { name: 'Value' }).fill('370')
    await expect.element(screen.getByText('2 records')).toBeVisible()
    await screen.getByRole('textbox', { name: 'Value' }).fill('9999')
    await expect.element(screen.getByText('No record matches')).toBeVisible()
    await screen.getByRole('button', { name: 'Clear search and filters' }).click()
    await expect.element(screen.getByText('12 records')).toBeVisible()
  })

  test('searches once the person has stopped typing', async () => {
    const searches: string[] = []
    const { screen } = await showTable(12, {
      fail: ({ url }) => {
        const search = new URL(url).searchParams.get('search')
        if (search !== null) searches.push(search)
        return null
      },
    })
    await screen.getByRole('searchbox').fill('tur')
    await screen.getByRole('searchbox').fill('turing')
    await expect.element(screen.getByText('2 records')).toBeVisible()
    expect(new Set(searches)).toEqual(new Set(['turing']))
  })
})

describe('edits', () => {
  test('shows a change ahead of the server, and takes it back when the server refuses', async () => {
    const { answer, resolve } = answerLater<Response>()
    const { screen, emails } = await showTable(3, { fail: failing('PUT', () => answer) })
    await screen.getByText('grace.hopper.3@example.com').dblClick()
    await screen.getByRole('textbox', { name: 'Email *' }).fill('alan.turing.2@example.com')
    await screen.getByRole('button', { name: 'Save record' }).click()
    await expect.poll(() => emails()[0]).toBe('alan.turing.2@example.com')
    resolve(problemAnswer('NOT_UNIQUE', 'Another record has this address. Change it.'))
    await expect.element(screen.getByRole('alert')).toMatchTextContent(/Another record has this address/)
    expect(emails()[0]).toBe('grace.hopper.3@example.com')
    await expect
      .element(screen.getByRole('textbox', { name: 'Email *' }))
      .toHaveValue('alan.turing.2@example.com')
  })

  test('sends what was changed alone', async () => {
    const bodies: unknown[] = []
    const { screen } = await showTable(3, {
      fail: async (request) => {
        if (request.method === 'PUT') bodies.push(await request.json())
        return null
      },
    })
    await screen.getByText('grace.hopper.3@example.com').dblClick()
    await screen.getByRole('textbox', { name: 'Spent' }).fill('12.5')
    await screen.getByRole('button', { name: 'Save record' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    await expect.element(screen.getByText('12.5')).toBeVisible()
    expect(bodies).toEqual([{ data: { spent: 12.5 } }])
  })

  test('goes to the first value that is wrong, and sends nothing', async () => {
    const { screen } = await showTable(1, { fail: failing('POST') })
    await screen.getByRole('button', { name: 'New record' }).click()
    await screen.getByRole('textbox', { name: 'Name *' }).fill('Ada')
    await screen.getByRole('button', { name: 'Add record' }).click()
    const email = screen.getByRole('textbox', { name: 'Email *' })
    await expect.element(email).toHaveFocus()
    await expect.element(email).toHaveAccessibleDescription(/required/)
  })

  test('adds a record and counts it', async () => {
    const { screen } = await showTable(1)
    await screen.getByRole('button', { name: 'New record' }).click()
    await screen.getByRole('textbox', { name: 'Name *' }).fill('Emmy Noether')
    await screen.getByRole('textbox', { name: 'Email *' }).fill('emmy@example.com')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('2 records')).toBeVisible()
    await expect.element(screen.getByText('Emmy Noether')).toBeVisible()
  })

  test('deletes what is selected once it was confirmed', async () => {
    const { screen } = await showTable(4)
    await screen.getByRole('checkbox', { name: 'Select row 1' }).click()
    await screen.getByRole('checkbox', { name: 'Select row 2' }).click()
    await screen.getByRole('button', { name: 'Delete 2 records' }).click()
    await screen.getByRole('dialog').getByRole('button', { name: 'Delete 2 records' }).click()
    await expect.element(screen.getByText('2 records', { exact: true })).toBeVisible()
  })
})

test('saves every record as CSV that a spreadsheet can open: no formulas, phone numbers whole', async () => {
  const saved: Blob[] = []
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    if (blob instanceof Blob) saved.push(blob)
    return 'blob:none'
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const records = sampleRecords(model, 1500)
  const { screen } = await renderInHub(<RecordsTable model={model} />, {
    models: [model],
    records: records.map((record, index) =>
      index === 0 ? { ...record, data: { ...record.data, name: '=HYPERLINK("http://x")' } } : record,
    ),
  })
  await screen.getByRole('button', { name: 'Export CSV' }).click()
  await vi.waitFor(() => expect(saved).toHaveLength(1))
  const lines = (await saved[0]?.text())?.trim().split('\r\n') ?? []
  expect(lines).toHaveLength(1501)
  expect(lines.at(-1)).toMatch(/^"'=HYPERLINK/)
  expect(lines.at(-1)).toContain('+12015550000')
})
