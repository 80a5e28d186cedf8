import type { FieldType, Json, ModelField } from '../contracts/index.ts'
import { isBlank } from '../validation/field-schema.ts'
import { compileRecordChecker } from '../validation/index.ts'

/** Values that a guess about a column rests on. */
const MAX_SAMPLES = 100

/** A column's filled values, from the first rows of a file. */
export function samplesOf(
  rows: readonly Readonly<Record<string, Json>>[],
  column: string,
  most: number = MAX_SAMPLES,
): Json[] {
  const samples: Json[] = []
  for (const row of rows) {
    const value = Object.hasOwn(row, column) ? row[column] : undefined
    if (value !== undefined && !isBlank(value)) samples.push(value)
    if (samples.length >= Math.min(most, MAX_SAMPLES)) break
  }
  return samples
}

/** Compiles a field to a test of values. */
export function valueTest(field: ModelField): (value: Json) => boolean {
  const check = compileRecordChecker([field])
  return (value) => check({ [field.name]: value }).ok
}

/** The share of values that a type takes, 0 to 1. */
export function shareOfType(type: FieldType, samples: readonly Json[]): number {
  if (samples.length === 0) return 0
  return samples.filter(testOfType(type)).length / samples.length
}

const tests = new Map<FieldType, (value: Json) => boolean>()

function testOfType(type: FieldType): (value: Json) => boolean {
  const test = tests.get(type) ?? valueTest({ id: 'sample', name: 'sample', type })
  tests.set(type, test)
  return test
}
