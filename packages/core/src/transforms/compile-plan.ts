import type { FieldPlan, ImportMapping, ImportPlan, Json, TransformStep } from '../contracts/index.ts'
import { createPhoneReader } from '../validation/phone-reader.ts'
import { compileStep, PlanError, type ReadPhone } from './compile-step.ts'

/** Fills a model's fields from one row. */
export type PlanRunner = (cells: readonly string[]) => Record<string, string>

/** What {@link explainPlan} says of a field. */
export interface PlanPreview {
  /** The columns' values, joined. */
  input: string
  /** The value after each step. */
  steps: { step: TransformStep; value: string }[]
  output: string
}

function phoneReader(): ReadPhone {
  const readers = new Map<string, ReturnType<typeof createPhoneReader>>()
  return (text, region) => {
    const read = readers.get(region) ?? createPhoneReader(region)
    readers.set(region, read)
    return read(text)
  }
}

interface CompiledField {
  field: string
  join: (cells: readonly string[]) => string
  steps: ((text: string) => string)[]
}

function joiner(
  { columns, join = ' ' }: FieldPlan,
  places: ReadonlyMap<string, number>,
): CompiledField['join'] {
  const indexes = columns.map((column) => {
    const index = places.get(column)
    if (index === undefined) {
      throw new PlanError(
        'UNKNOWN_COLUMN',
        `The file has no column named “${column}”. Map the columns again.`,
      )
    }
    return index
  })
  const [first] = indexes
  if (first === undefined) return () => ''
  if (indexes.length === 1) return (cells) => cells[first] ?? ''
  return (cells) =>
    indexes
      .map((index) => (cells[index] ?? '').trim())
      .filter((text) => text !== '')
      .join(join)
}

function compileFields(plan: ImportPlan, header: readonly string[]): CompiledField[] {
  const places = new Map(header.map((column, index) => [column, index] as const))
  const readPhone = phoneReader()
  return Object.entries(plan).map(([field, own]) => ({
    field,
    join: joiner(own, places),
    steps: own.steps.map((step) => compileStep(step, readPhone)),
  }))
}

/**
 * Compiles a plan for files with a header to a function from a row's cells to its fields' texts, which the validation then types. Pure: the same
 * cells always give the same texts.
 *
 * @param header The columns' names, in the order of the cells.
 * @throws PlanError UNKNOWN_COLUMN, PATTERN_UNSAFE, UNKNOWN_GROUP
 *
 * @example
 * const fill = compilePlan({ name: { columns: ['First', 'Last'], steps: [{ kind: 'case', to: 'title' }] } }, ['First', 'Last'])
 * fill(['ADA', 'LOVELACE']) // { name: 'Ada Lovelace' }
 */
export function compilePlan(plan: ImportPlan, header: readonly string[]): PlanRunner {
  const fields = compileFields(plan, header)
  return (cells) => {
    const values: Record<string, string> = {}
    for (const { field, join, steps } of fields) {
      let text = join(cells)
      for (const step of steps) text = step(text)
      values[field] = text
    }
    return values
  }
}

function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/**
 * Compiles a plan for rows keyed by column, as `createRowReader` gives them: {@link compilePlan} for the rows' own columns. Where a column is
 * missing from a row (JSON items differ), it is blank in it.
 *
 * @throws PlanError PATTERN_UNSAFE, UNKNOWN_GROUP
 */
export function compileRowPlan(
  plan: ImportPlan,
): (row: Readonly<Record<string, Json>>) => Record<string, string> {
  const columns = [...new Set(Object.values(plan).flatMap((field) => field.columns))]
  const fill = compilePlan(plan, columns)
  return (row) => fill(columns.map((column) => (Object.hasOwn(row, column) ? textOf(row[column]) : '')))
}

/**
 * Says what each step of a plan does to one row, for a preview.
 * @throws PlanError UNKNOWN_COLUMN, PATTERN_UNSAFE, UNKNOWN_GROUP
 */
export function explainPlan(
  plan: ImportPlan,
  options: { header: readonly string[]; cells: readonly string[] },
): Record<string, PlanPreview> {
  const previews = compileFields(plan, options.header).map(
    ({ field, join, steps }): [string, PlanPreview] => {
      const input = join(options.cells)
      let output = input
      const own = plan[field]?.steps ?? []
      const after = own.map((step, index) => {
        output = steps[index]?.(output) ?? output
        return { step, value: output }
      })
      return [field, { input, steps: after, output }]
    },
  )
  return Object.fromEntries(previews)
}

/** The plan that a simple mapping means: each field from one column, without a step. */
export function planOfMapping(mapping: ImportMapping): ImportPlan {
  return Object.fromEntries(
    Object.entries(mapping).map(([field, column]) => [field, { columns: [column], steps: [] }]),
  )
}
