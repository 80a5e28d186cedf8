import type { ImportPlan, ModelField, TransformStep } from '@headwater/core'
import {
  proposeMapping,
  proposeSteps,
  proposeValueMap,
  SURE_CONFIDENCE,
  type ColumnType,
} from '@headwater/core/inference'
import type { FieldMatch, PlanProposal, PreviewRow } from './reader-types.ts'

function optionSteps(field: ModelField, type: ColumnType): TransformStep[] {
  const options = new Set((field.options ?? []).map((option) => option.toLowerCase()))
  const others = (type.values ?? [])
    .map(({ value }) => value)
    .filter((value) => !options.has(value.trim().toLowerCase()))
  if (others.length === 0) return []
  const { values } = proposeValueMap(others, field.options ?? [])
  return Object.keys(values).length > 0 ? [{ kind: 'map_values', values }] : []
}

/** The steps that a column's values need before the field can take them. */
export function stepsFor(field: ModelField, type: ColumnType | undefined): TransformStep[] {
  if (!type) return []
  if (field.type === 'select') return optionSteps(field, type)
  return type.likely.type === field.type ? proposeSteps(type) : []
}

/** Proposes which columns fill which fields, and through which steps. */
export function proposePlan(options: {
  fields: readonly ModelField[]
  columns: readonly string[]
  rows: readonly PreviewRow[]
  types: readonly ColumnType[]
}): PlanProposal {
  const { fields, columns, types } = options
  const { matches } = proposeMapping({ fields, columns, rows: options.rows.map(({ values }) => values) })
  const byName = new Map(fields.map((field) => [field.name, field]))
  const typeOf = new Map(types.map((type) => [type.column, type]))
  const plan: ImportPlan = {}
  const found: Record<string, FieldMatch> = {}
  for (const { column, field: name, confidence, reason } of matches) {
    const field = byName.get(name ?? '')
    if (!field) continue
    plan[field.name] = { columns: [column], steps: stepsFor(field, typeOf.get(column)) }
    found[field.name] = { confidence, reason, sure: confidence >= SURE_CONFIDENCE }
  }
  return { plan, matches: found }
}
