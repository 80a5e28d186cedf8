import type { FieldType, Json, ModelField, RecordFilter } from '@headwater/core'
import type { Format } from '../../../provider/index.ts'
import type { RecordsCopy } from '../copy.ts'

const widths: Record<FieldType, number> = {
  text: 200,
  number: 120,
  date: 136,
  email: 220,
  phone: 152,
  boolean: 96,
  url: 240,
  select: 144,
}

const SELECT_WIDTH = 44
const ACTIONS_WIDTH = 52
const NARROW_WIDTH = 96

/** The grid's columns, and the width below which it scrolls sideways: selection, fields, actions. */
export function gridLayout(
  fields: readonly ModelField[],
  narrow: boolean,
): { gridTemplateColumns: string; minWidth: number } {
  const least = fields.map(({ type }) => (narrow ? NARROW_WIDTH : widths[type]))
  return {
    gridTemplateColumns: [
      `${SELECT_WIDTH}px`,
      ...least.map((width) => `minmax(${width}px, ${width}fr)`),
      `${ACTIONS_WIDTH}px`,
    ].join(' '),
    minWidth: least.reduce((sum, width) => sum + width, SELECT_WIDTH + ACTIONS_WIDTH),
  }
}

/** Numbers stand at the end of their column. */
export function alignOf({ type }: ModelField): 'start' | 'end' {
  return type === 'number' ? 'end' : 'start'
}

/** A value as a cell shows it. */
export function cellText(
  field: ModelField,
  value: Json | undefined,
  format: Format,
  copy: RecordsCopy,
): string {
  if (value === undefined || value === null) return ''
  if (field.type === 'number' && typeof value === 'number') return format.number(value)
  if (typeof value === 'boolean') return value ? copy.yes : copy.no
  if (field.type === 'date' && typeof value === 'string')
    return value.length > 10 ? format.dateTime(value) : format.day(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type Operator = RecordFilter['operator']

const textOperators: readonly Operator[] = ['contains', 'eq', 'starts_with', 'empty', 'not_empty']
const orderOperators: readonly Operator[] = ['eq', 'gt', 'gte', 'lt', 'lte', 'empty', 'not_empty']

/** The conditions that a type can be filtered by. */
export function operatorsOf(type: FieldType): readonly Operator[] {
  if (type === 'number' || type === 'date') return orderOperators
  if (type === 'boolean') return ['eq', 'empty', 'not_empty']
  if (type === 'select') return ['eq', 'neq', 'empty', 'not_empty']
  return textOperators
}

/** A condition as it is being written. */
export interface FilterDraft {
  key: string
  field: string
  operator: Operator
  value: string
}

/** The condition of a draft, or null while it has no value yet. */
export function filterOf(draft: FilterDraft, fields: readonly ModelField[]): RecordFilter | null {
  const type = fields.find(({ name }) => name === draft.field)?.type
  if (type === undefined) return null
  const { field, operator } = draft
  if (operator === 'empty' || operator === 'not_empty') return { field, operator }
  const text = draft.value.trim()
  if (text === '') return null
  if (type === 'boolean') return { field, operator, value: text === 'true' }
  if (type !== 'number') return { field, operator, value: text }
  const value = Number(text)
  return Number.isNaN(value) ? null : { field, operator, value }
}
