import { expect, test } from 'vitest'
import { findCells, replaceCells } from './find-replace.ts'
import { createRowFixes, type RowCheck } from './create-row-fixes.ts'
import type { FailingRow } from './row-issue.ts'

const fields = [
  { id: 'n', name: 'name', type: 'text' as const, required: true },
  { id: 'e', name: 'email', type: 'email' as const, unique: true },
]
const check: RowCheck = ({ Name: name, Mail: mail }) => {
  const issues = [
    ...(name === '' ? [{ field: 'name', code: 'REQUIRED' as const, message: '' }] : []),
    ...(typeof mail === 'string' && mail.includes('@')
      ? []
      : [{ field: 'email', code: 'INVALID_TYPE' as const, message: '' }]),
  ]
  return issues.length > 0
    ? { ok: false, issues }
    : { ok: true, data: { name: name ?? null, email: mail ?? null } }
}

function failing(cells: readonly [string, string][]): FailingRow[] {
  return cells.map(([Name, Mail], index) => {
    const outcome = check({ Name, Mail })
    return { rowNumber: index + 2, values: { Name, Mail }, issues: outcome.ok ? [] : outcome.issues }
  })
}

function fixesOf(
  cells: readonly [string, string][],
  isTaken = (_: string, key: string) => key === 'taken@b.co',
) {
  return createRowFixes({
    rows: failing(cells),
    fields,
    columns: ['Name', 'Mail', 'Note'],
    mapping: { name: 'Name', email: 'Mail' },
    check,
    isTaken,
  })
}

test('counts what is still wrong after each change, and what undo takes back', () => {
  const fixes = fixesOf([
    ['', 'a@b.co'],
    ['Ada', 'nowhere'],
  ])
  expect(fixes.counts()).toMatchObject({ problems: 2, fixed: 0 })
  fixes.change([{ row: 0, column: 0, text: 'Alan' }])
  expect(fixes.counts()).toMatchObject({ problems: 1, fixed: 1 })
  expect(fixes.edits()).toEqual([{ rowNumber: 2, values: { Name: 'Alan' } }])
  expect(fixes.undo()).toBe(0)
  expect(fixes.counts().problems).toBe(2)
  expect(fixes.edits()).toEqual([])
  fixes.redo()
  expect(fixes.counts().problems).toBe(1)
})

test('a new change forgets the steps that were undone', () => {
  const fixes = fixesOf([['', 'a@b.co']])
  fixes.change([{ row: 0, column: 0, text: 'Alan' }])
  fixes.undo()
  fixes.change([{ row: 0, column: 0, text: 'Ada' }])
  expect(fixes.canRedo()).toBe(false)
  expect(fixes.textOf(0, 0)).toBe('Ada')
})

test('a unique value that a valid row has, or another mended row, is refused until it is free', () => {
  const fixes = fixesOf([
    ['Ada', 'x'],
    ['Alan', 'y'],
  ])
  fixes.change([{ row: 0, column: 1, text: 'taken@b.co' }])
  expect(fixes.issueAt(0, 1)?.code).toBe('NOT_UNIQUE')
  fixes.change([{ row: 0, column: 1, text: 'new@b.co' }])
  fixes.change([{ row: 1, column: 1, text: 'NEW@b.co' }])
  expect(fixes.issueAt(1, 1)?.code).toBe('NOT_UNIQUE')
  fixes.change([{ row: 0, column: 1, text: 'other@b.co' }])
  expect(fixes.counts().problems).toBe(0)
})

const never = new AbortController().signal

test('replaces in the rows that it is given, as one step', async () => {
  const fixes = fixesOf([
    ['Ada', 'ada(at)b.co'],
    ['Alan', 'alan(AT)b.co'],
    ['Bob (at) home', 'bob'],
  ])
  const options = { find: '(at)', column: 1 }
  expect(await findCells(fixes, [0, 1, 2], options, never)).toHaveLength(2)
  fixes.change(await replaceCells(fixes, [0, 1, 2], { ...options, replace: '@' }, never))
  expect(fixes.textOf(1, 1)).toBe('alan@b.co')
  expect(fixes.counts().problems).toBe(1)
  fixes.undo()
  expect(fixes.textOf(0, 1)).toBe('ada(at)b.co')
})

test('a text with dollar signs is put in as it is', async () => {
  const fixes = fixesOf([['x', 'y']])
  fixes.change(await replaceCells(fixes, [0], { find: 'x', replace: '$& $1' }, never))
  expect(fixes.textOf(0, 0)).toBe('$& $1')
})

test('many changed rows are checked in turns, and all of them', async () => {
  const fixes = fixesOf(Array.from({ length: 500 }, (_, index) => ['Ada', `mail${index}`]))
  fixes.change(Array.from({ length: 500 }, (_, row) => ({ row, column: 1, text: `mail${row}@b.co` })))
  expect(fixes.counts().checking).toBeGreaterThan(0)
  await expect.poll(() => fixes.counts()).toEqual({ rows: 500, problems: 0, fixed: 500, checking: 0 })
})

test('a long change is whole for whatever comes after it, and undone as one', async () => {
  const fixes = fixesOf(Array.from({ length: 3000 }, (_, index) => ['Ada', `mail${index}`]))
  fixes.change(Array.from({ length: 3000 }, (_, row) => ({ row, column: 1, text: `mail${row}@b.co` })))
  fixes.change([{ row: 0, column: 0, text: 'Alan' }])
  expect(fixes.edits()).toHaveLength(3000)
  fixes.undo()
  fixes.undo()
  expect(fixes.edits()).toEqual([])
  await expect.poll(() => fixes.counts()).toEqual({ rows: 3000, problems: 3000, fixed: 0, checking: 0 })
  fixes.redo()
  await expect.poll(() => fixes.counts().problems).toBe(0)
})

test('what a host says late of a row that was changed since is ignored', () => {
  const fixes = fixesOf([['', 'a@b.co']])
  fixes.change([{ row: 0, column: 0, text: 'Alan' }])
  const before = fixes.versionOf(0)
  fixes.change([{ row: 0, column: 0, text: 'Ada' }])
  fixes.setHostIssues(0, before, [{ field: 'name', code: 'HOST', message: 'Unknown person.' }])
  expect(fixes.counts().problems).toBe(0)
  fixes.setHostIssues(0, fixes.versionOf(0), [{ field: 'name', code: 'HOST', message: 'Unknown person.' }])
  expect(fixes.counts().problems).toBe(1)
})

test('a row with too few cells is whole once it was changed; one that closes a quote elsewhere stays', () => {
  const short = { field: null, code: 'TOO_FEW_CELLS' as const, message: '' }
  const quote = { field: null, code: 'UNCLOSED_QUOTE' as const, message: '' }
  const fixes = createRowFixes({
    rows: [
      { rowNumber: 2, values: { Name: 'Ada' }, issues: [short] },
      { rowNumber: 3, values: { Name: 'Alan', Mail: 'a@b.co' }, issues: [quote] },
    ],
    fields,
    columns: ['Name', 'Mail'],
    mapping: { name: 'Name', email: 'Mail' },
    check,
  })
  fixes.change([{ row: 0, column: 1, text: 'ada@b.co' }])
  fixes.change([{ row: 1, column: 0, text: 'Bob' }])
  expect(fixes.issuesOf(0)).toEqual([])
  expect(fixes.issuesOf(1)).toEqual([quote])
})
