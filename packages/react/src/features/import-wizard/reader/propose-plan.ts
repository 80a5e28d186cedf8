import type { ImportPlan, ModelField } from '@headwater/core'
import { proposeFieldSteps, proposePlan, SURE_CONFIDENCE, type ColumnType } from '@headwater/core/inference'
import type { FieldMatch, PlanProposal, PreviewRow } from './reader-types.ts'

/** Core's proposal as the columns step shows it: matches that aren't sure stand in the plan too, for a person to look at. */
export function proposeForReview(options: {
  fields: readonly ModelField[]
  columns: readonly string[]
  rows: readonly PreviewRow[]
  types: readonly ColumnType[]
}): PlanProposal {
  const { fields, types } = options
  const { matches } = proposePlan({ ...options, rows: options.rows.map(({ values }) => values) })
  const byName = new Map(fields.map((field) => [field.name, field]))
  const typeOf = new Map(types.map((type) => [type.column, type]))
  const plan: ImportPlan = {}
  const found: Record<string, FieldMatch> = {}
  for (const { column, field: name, confidence, reason } of matches) {
    const field = byName.get(name ?? '')
    if (!field) continue
    const type = typeOf.get(column)
    plan[field.name] = { columns: [column], steps: type ? proposeFieldSteps(field, type) : [] }
    found[field.name] = { confidence, reason, sure: confidence >= SURE_CONFIDENCE }
  }
  return { plan, matches: found }
}
