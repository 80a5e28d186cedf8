// The engine behind the check of a row: loaded only when rows are mended.
import type { ImportMapping, ImportPlan, Json, ModelField } from '@headwater/core'
import { compileRecordChecker } from '@headwater/core/validation'
import type { RowCheck } from './create-row-fixes.ts'

/** What {@link compileRowCheck} takes. */
export interface RowCheckOptions {
  fields: readonly ModelField[]
  mapping?: ImportMapping | undefined
  plan?: ImportPlan | undefined
}

/** Compiles the check of one row of the file, as the import itself makes it. */
export function compileRowCheck({ fields, mapping }: RowCheckOptions): RowCheck {
  const check = compileRecordChecker(fields, { mapping })
  return (values: Readonly<Record<string, Json>>) => check(values)
}
