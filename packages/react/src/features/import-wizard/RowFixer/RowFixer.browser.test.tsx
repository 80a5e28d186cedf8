import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import { RowFixer } from '../../../index.ts'
import { sampleFixes } from './fix-stories.ts'

async function show(count = 6) {
  const fixes = sampleFixes(count)
  const { screen } = await renderInHub(<RowFixer fixes={fixes} />)
  await expect.element(screen.getByRole('grid', { name: 'Rows with problems' })).toBeVisible()
  const cell = (row: number, column: number) => {
    const found = screen.container.querySelector<HTMLElement>(`[data-place="${row}:${column}"]`)
    if (!found) throw new Error(`Cell ${row}:${column} is not drawn.`)
    return found
  }
  return { fixes, screen, cell }
}

test('typing on a cell begins anew, Enter takes the value and goes down', async () => {
  const { fixes, screen, cell } = await show()
  cell(0, 1).focus()
  await userEvent.keyboard('ada@example.com')
  await expect
    .element(screen.getByRole('textbox', { name: 'Edit cell: E-mail' }))
    .toHaveValue('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => document.activeElement).toBe(cell(1, 1))
  expect(fixes.textOf(0, 1)).toBe('ada@example.com')
  expect(fixes.issuesOf(0)).toEqual([])
})

test('says what is wrong while one types, before the value is taken', async () => {
  const { fixes, screen, cell } = await show()
  cell(0, 1).focus()
  await userEvent.keyboard('ada')
  const input = screen.getByRole('textbox', { name: 'Edit cell: E-mail' })
  await expect.element(input).toHaveAttribute('aria-invalid', 'true')
  await userEvent.keyboard('@example.com')
  await expect.element(input).not.toHaveAttribute('aria-invalid')
  expect(fixes.textOf(0, 1)).toBe('ada(at)example.com')
})

test('F2 edits what is there, Escape gives up, Tab goes on to the right', async () => {
  const { fixes, screen, cell } = await show()
  cell(0, 0).focus()
  await userEvent.keyboard('{F2} King')
  await expect.element(screen.getByRole('textbox')).toHaveValue('Ada Lovelace King')
  await userEvent.keyboard('{Escape}')
  expect(fixes.textOf(0, 0)).toBe('Ada Lovelace')
  await expect.poll(() => document.activeElement).toBe(cell(0, 0))
  await userEvent.keyboard('{F2} King{Tab}')
  expect(fixes.textOf(0, 0)).toBe('Ada Lovelace King')
  await expect.poll(() => document.activeElement).toBe(cell(0, 1))
})

test('Ctrl+D fills a chosen range down, Ctrl+Z takes all of it back, Ctrl+Shift+Z does it again', async () => {
  const { fixes, cell } = await show()
  cell(0, 3).focus()
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
  await userEvent.keyboard('{Control>}d{/Control}')
  expect([0, 1, 2].map((row) => fixes.textOf(row, 3))).toEqual(['Team', 'Team', 'Team'])
  await userEvent.keyboard('{Control>}z{/Control}')
  expect([0, 1, 2].map((row) => fixes.textOf(row, 3))).toEqual(['Team', 'Bussiness', 'Free'])
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
  expect(fixes.textOf(1, 3)).toBe('Team')
})

test('Alt+Down goes to the next problem, Ctrl+Enter uses the suggestion', async () => {
  const { fixes, cell } = await show()
  cell(0, 1).focus()
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await expect.poll(() => document.activeElement).toBe(cell(1, 3))
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  expect(fixes.textOf(1, 3)).toBe('Business')
})

test('uses every suggestion of a column at once, as one step', async () => {
  const { fixes, screen, cell } = await show(60)
  cell(1, 3).click()
  cell(1, 3).focus()
  await screen.getByRole('button', { name: 'Use all suggestions in this column' }).click()
  await expect
    .poll(() => [1, 7, 13].map((row) => fixes.textOf(row, 3)))
    .toEqual(['Business', 'Business', 'Business'])
  await screen.getByRole('button', { name: 'Undo' }).click()
  expect(fixes.textOf(7, 3)).toBe('Bussiness')
})

test('keeps a mended row in sight until the person hides it', async () => {
  const { screen, cell } = await show()
  cell(0, 1).focus()
  await userEvent.keyboard('ada@example.com{Enter}')
  await expect.element(screen.getByText('5 with problems · 1 fixed')).toBeVisible()
  await expect.element(screen.getByText('ada@example.com', { exact: true }).first()).toBeVisible()
  await screen.getByRole('button', { name: 'Hide 1 fixed' }).click()
  await expect.element(screen.getByText('ada@example.com', { exact: true })).not.toBeInTheDocument()
  await screen.getByRole('checkbox', { name: 'Only problems' }).click()
  await expect.element(screen.getByText('ada@example.com', { exact: true }).first()).toBeVisible()
})

test('shows the rows of one problem alone', async () => {
  const { screen } = await show(60)
  await screen.getByRole('combobox', { name: 'Problem' }).selectOptions('Plan: Not one of the options (10)')
  await expect.element(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '11')
})

test('finds and replaces with Ctrl+F, and gives the focus back', async () => {
  const { fixes, screen, cell } = await show(60)
  cell(0, 1).focus()
  await userEvent.keyboard('{Control>}f{/Control}')
  await expect.element(screen.getByRole('textbox', { name: 'Find' })).toHaveFocus()
  await userEvent.keyboard('(at){Tab}@{Enter}')
  await expect.poll(() => fixes.textOf(6, 1)).toContain('@')
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => document.activeElement).toBe(cell(0, 1))
})

test('moves and types among a hundred thousand rows, of which it draws a few', async () => {
  const { screen, cell, fixes } = await show(100_000)
  const { problems } = fixes.counts()
  cell(0, 0).focus()
  await userEvent.keyboard('{Control>}{ArrowDown}{/Control}{Control>}{ArrowUp}{/Control}')
  await userEvent.keyboard('{PageDown}{PageDown}{ArrowRight}{ArrowUp}')
  await userEvent.keyboard('Ada{Escape}{Control>}{ArrowUp}{/Control}')
  await expect.poll(() => document.activeElement).toBe(cell(0, 1))
  expect(screen.container.querySelectorAll('[role="row"]').length).toBeLessThan(60)
  expect(fixes.counts().problems).toBe(problems)
}, 60_000)
