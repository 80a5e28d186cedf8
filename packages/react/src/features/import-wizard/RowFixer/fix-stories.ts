import { sampleModel } from '@headwater/core/testing'
import { createRowFixes, type RowFixes } from '../fixes/create-row-fixes.ts'
import { compileRowCheck } from '../fixes/row-check.ts'
import type { FailingRow } from '../fixes/row-issue.ts'

const model = sampleModel()

/** The columns of the file that the rows are of. */
export const fixColumns = ['Name', 'E-mail', 'Phone', 'Plan', 'Spent', 'Customer since']

/** Which column fills which field. */
export const fixMapping = {
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  plan: 'Plan',
  spent: 'Spent',
  since: 'Customer since',
}

const wrong = [
  ['Ada Lovelace', 'ada(at)example.com', '+12015550101', 'Team', '120', '2026-01-15'],
  ['Alan Turing', 'alan@example.com', '+12015550102', 'Bussiness', '80', '2026-01-16'],
  ['Grace Hopper', 'grace@example.com', '+12015550103', 'Free', '1.234,50', '31.01.2026'],
  ['', 'edsger@example.com', '+12015550104', 'Team', '12.5o', '2026-01-18'],
  ['Barbara Liskov', 'barbara@example,com', 'call Bob', 'team ', '-4', '2026-02-30'],
  ['Donald Knuth', '', '+12015550106', 'Free', '64', '02/03/2026'],
]

function rowOf(cells: readonly string[], rowNumber: number): Omit<FailingRow, 'issues'> {
  return {
    rowNumber,
    values: Object.fromEntries(fixColumns.map((column, index) => [column, cells[index] ?? ''])),
  }
}

/** Rows that fail, of so many kinds; those beyond the first have addresses of their own. */
export function failingRows(count: number): FailingRow[] {
  const check = compileRowCheck({ fields: model.fields, mapping: fixMapping })
  const issues = wrong.map((cells) => {
    const outcome = check(rowOf(cells, 0).values)
    return outcome.ok ? [] : outcome.issues
  })
  return Array.from({ length: count }, (_, index) => {
    const kind = index % wrong.length
    const cells = [...(wrong[kind] ?? [])]
    if (index >= wrong.length && cells[1]?.includes('@example'))
      cells[1] = cells[1].replace('@', `.${index}@`)
    return { ...rowOf(cells, 2 + index * 3), issues: issues[kind] ?? [] }
  })
}

/** Failing rows of the sample model, ready to be mended. */
export function sampleFixes(count: number, rows: readonly FailingRow[] = failingRows(count)): RowFixes {
  return createRowFixes({
    rows,
    fields: model.fields,
    columns: fixColumns,
    mapping: fixMapping,
    check: compileRowCheck({ fields: model.fields, mapping: fixMapping }),
    isTaken: (field, key) => field === 'email' && key === 'taken@example.com',
  })
}
