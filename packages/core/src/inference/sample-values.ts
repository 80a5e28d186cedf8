import type { FieldType, Json, ModelField } from '../contracts/index.ts'
import { isBlank } from '../validation/field-schema.ts'
import { compileRecordChecker } from '../validation/index.ts'

/** Values that a guess about a column rests on. */
const MAX_SAMPLES = 100

/** A column's filled values, from the first rows of a file. */
export function samplesOf(rows: readonly Readonly<Record<string, Json>>[], column: string): Json[] {
  const samples: Json[] = []
  for (const row of rows) {
    const value = Object.hasOwn(row, column) ? row[column] : undefined
    if (value !== undefined && !isBlank(value)) samples.push(value)
    if (samples.length === MAX_SAMPLES) break
  }
  return samples
}

/** The share of values that a field takes, 0 to 1. */
export function shareTaken(field: ModelField, samples: readonly Json[]): number {
  if (samples.length === 0) return 0
  const check = compileRecordChecker([field])
  return samples.filter((value) => check({ [field.name]: value }).ok).length / samples.length
}

/** The share of values that a type takes, 0 to 1. */
export function shareOfType(type: FieldType, samples: readonly Json[]): number {
  return shareTaken({ id: 'sample', name: 'sample', type }, samples)
}
