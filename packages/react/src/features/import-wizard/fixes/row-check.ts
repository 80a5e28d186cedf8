// The engine behind the check of a row: loaded only when rows are mended.
import type { ImportMapping, ImportPlan, Json, ModelField } from '@headwater/core'
import { compileRowPlan } from '@headwater/core/transforms'
import { compileRecordChecker } from '@headwater/core/validation'
import type { RowCheck } from './create-row-fixes.ts'

/** What {@link compileRowCheck} takes. */
export interface RowCheckOptions {
  fields: readonly ModelField[]
  mapping?: ImportMapping | undefined
  plan?: ImportPlan | undefined
}

/** Compiles the check of one row of the file, as the import itself makes it. @throws PlanError where a step can't be used */
export function compileRowCheck({ fields, mapping, plan }: RowCheckOptions): RowCheck {
  if (plan === undefined) {
    const check = compileRecordChecker(fields, { mapping })
    return (values) => check(values)
  }
  const fill = compileRowPlan(plan)
  const check = compileRecordChecker(fields)
  return (values: Readonly<Record<string, Json>>) => check(fill(values))
}
