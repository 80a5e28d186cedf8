import * as z from 'zod/mini'
import {
  type ImportMapping,
  type Json,
  type ModelField,
  type RecordData,
  type RowIssue,
} from '../contracts/index.ts'
import { compileField, isBlank, Refusal, showValue, type FieldValue } from './compile-field.ts'
import { fieldSchema } from './field-schema.ts'

/** A record's values as typed by its model. */
export type TypedData = Record<string, FieldValue>

/** The zod schema of a model's records: takes values by field name, gives typed values without the blank ones. */
export type RecordSchema = z.ZodMiniType<TypedData>

/** A row's typed values, or every reason against it. */
export type RecordCheck = { ok: true; data: RecordData } | { ok: false; issues: RowIssue[] }

/** What {@link compileRecordSchema} takes besides the fields. */
export interface CompileOptions {
  /** The country that national phone numbers are read in where a field names none. @default 'US' */
  defaultRegion?: string | undefined
}

function withRegion(field: ModelField, { defaultRegion }: CompileOptions): ModelField {
  return field.type === 'phone' && field.region === undefined && defaultRegion !== undefined
    ? { ...field, region: defaultRegion }
    : field
}

function withoutBlanks(values: Record<string, FieldValue | undefined>): TypedData {
  const typed: TypedData = {}
  for (const name of Object.keys(values)) {
    const value = values[name]
    if (value !== undefined) typed[name] = value
  }
  return typed
}

/**
 * Compiles a model's fields to one zod schema, the same in the browser, in Node and in the import worker. It takes values by field name:
 * text as a file has it, or JSON values. It gives numbers, booleans, dates as `YYYY-MM-DD` or in UTC, phones as E.164 and a select's option as
 * the model spells it; blank optional values are left out. Values that the model doesn't name are dropped. Uniqueness is the database's to check.
 *
 * @example
 * const schema = compileRecordSchema([{ id: '1', name: 'amount', type: 'number' }])
 * schema.parse({ amount: '12.5' }) // { amount: 12.5 }
 */
export function compileRecordSchema(
  fields: readonly ModelField[],
  options: CompileOptions = {},
): RecordSchema {
  const shape = Object.fromEntries(
    fields.map((field) => {
      const schema = fieldSchema(withRegion(field, options))
      return [field.name, field.required ? schema : z.optional(schema)]
    }),
  )
  return z.pipe(z.object(shape), z.transform(withoutBlanks))
}

/** What {@link compileRecordChecker} takes besides the fields. */
export interface CheckerOptions extends CompileOptions {
  /** Field name to column name, where rows are keyed by column. */
  mapping?: ImportMapping | undefined
}

/**
 * Compiles a model's fields to a function that checks one row and explains every value that it rejects.
 *
 * @example
 * const check = compileRecordChecker(model.fields, { mapping: { email: 'E-mail address' } })
 * const outcome = check({ 'E-mail address': 'ada@example.com' })
 */
export function compileRecordChecker(
  fields: readonly ModelField[],
  options: CheckerOptions = {},
): (row: Readonly<Record<string, Json>>) => RecordCheck {
  const { mapping } = options
  const compiled = fields.map((field) => {
    const source =
      mapping === undefined
        ? field.name
        : Object.hasOwn(mapping, field.name)
          ? mapping[field.name]
          : undefined
    return { name: field.name, source, read: compileField(withRegion(field, options)) }
  })
  // Plain functions instead of the schema: many times faster, and held to it by a test.
  return (row) => {
    const data: RecordData = {}
    let issues: RowIssue[] | null = null
    for (const { name, source, read } of compiled) {
      let value = source === undefined ? undefined : row[source]
      // Text can't come from the object prototype; anything else could.
      if (typeof value !== 'string' && source !== undefined && !Object.hasOwn(row, source)) value = undefined
      const typed = read(value)
      if (typed === undefined) continue
      if (typed instanceof Refusal) {
        issues ??= []
        const { code, message } = typed
        issues.push({ field: name, code, message, value: isBlank(value) ? null : showValue(value) })
      } else data[name] = typed
    }
    return issues === null ? { ok: true, data } : { ok: false, issues }
  }
}

/**
 * Compiles a model's fields to a function that checks a change of some values: a null or blank clears one, which a required field refuses.
 * Names that the model doesn't have are rejected.
 */
export function compilePatchChecker(
  fields: readonly ModelField[],
  options: CompileOptions = {},
): (patch: Readonly<Record<string, Json>>) => RecordCheck {
  const byName = new Map(fields.map((field) => [field.name, compileField(withRegion(field, options))]))
  return (patch) => {
    const issues: RowIssue[] = []
    const data: RecordData = {}
    for (const [name, value] of Object.entries(patch)) {
      const typed = byName.get(name)?.(value)
      if (!byName.has(name))
        issues.push({
          field: name,
          code: 'INVALID_TYPE',
          message: `This model has no field named ${name}.`,
          value: null,
        })
      else if (typed instanceof Refusal) {
        const { code, message } = typed
        issues.push({ field: name, code, message, value: isBlank(value) ? null : showValue(value) })
      } else data[name] = typed ?? null
    }
    return issues.length === 0 ? { ok: true, data } : { ok: false, issues }
  }
}
