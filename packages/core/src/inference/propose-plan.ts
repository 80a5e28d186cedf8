import type { ImportPlan, Json, ModelField, TransformStep } from '../contracts/index.ts'
import { compileRowPlan } from '../transforms/compile-plan.ts'
import { proposeSteps, type ColumnType } from './column-types.ts'
import { proposeMapping, type ColumnMatch } from './match-columns.ts'
import { nameConfidence } from './name-confidence.ts'
import { proposeValueMap } from './propose-value-map.ts'

/** A plan that may be used as it is, and what has to be asked first. */
export interface ProposedPlan {
  plan: ImportPlan
  matches: ColumnMatch[]
  /** Required fields without a sure column. */
  ask: string[]
  /** Columns of the plan whose notation is open, by field: a person chooses it. */
  open: { field: string; column: string; options: string[]; evidence: string }[]
  /** Values of select fields without a sure option, by field. */
  unknownValues: Record<string, string[]>
}

function nullStep({ nullValues }: ColumnType): TransformStep[] {
  if (nullValues.length === 0) return []
  return [{ kind: 'map_values', values: Object.fromEntries(nullValues.map((word) => [word, ''])) }]
}

function optionSteps(field: ModelField, { values }: ColumnType): { steps: TransformStep[]; ask: string[] } {
  const own = (values ?? []).map(({ value }) => value)
  const { values: sure, ask } = proposeValueMap(own, field.options ?? [])
  const changed = Object.entries(sure).filter(
    ([value, option]) => value.toLowerCase() !== option.toLowerCase(),
  )
  return {
    steps: changed.length === 0 ? [] : [{ kind: 'map_values', values: Object.fromEntries(changed) }],
    ask,
  }
}

/** The steps towards the options of the select that a column most probably fills. */
function optionStepsOf(type: ColumnType, selects: readonly ModelField[]): TransformStep[] {
  const values = type.values ?? []
  const [best] = selects
    .map((field) => ({ name: nameConfidence(type.column, field.name), ...optionSteps(field, type) }))
    .filter(({ ask }) => values.length > 0 && ask.length <= values.length / 2)
    .toSorted((left, right) => right.name - left.name)
  return best?.steps ?? []
}

/**
 * Proposes the steps that bring a column's values to a field's type: words for nothing, the notation of dates and numbers, values that stand for options.
 *
 * @param type What the column holds, as `inferTypes` tells it.
 */
export function proposeFieldSteps(field: ModelField, type: ColumnType): TransformStep[] {
  if (field.type === 'text') return []
  const notation = field.type === type.likely.type ? proposeSteps(type) : []
  const options = field.type === 'select' ? optionSteps(field, type).steps : []
  return [...nullStep(type), ...notation, ...options]
}

/**
 * Proposes which columns fill which fields, as {@link proposeMapping} does, with the steps that their values need: dates and numbers of other
 * notations, words for nothing, values that stand for options. Values count as fitting when they fit after these steps.
 *
 * @param options.types What the columns hold, as `inferTypes` tells it.
 *
 * @example
 * const types = inferTypes({ columns, rows })
 * const { plan, ask, open } = proposePlan({ fields: model.fields, columns, rows, types })
 * const fill = compileRowPlan(plan)
 */
export function proposePlan(options: {
  fields: readonly ModelField[]
  columns: readonly string[]
  /** The file's first rows, keyed by column. */
  rows: readonly Readonly<Record<string, Json>>[]
  types: readonly ColumnType[]
}): ProposedPlan {
  const { fields, columns, rows, types } = options
  const typeOf = new Map(types.map((type) => [type.column, type]))
  const selects = fields.filter(({ type }) => type === 'select')
  const readable = compileRowPlan(
    Object.fromEntries(
      columns.map((column) => {
        const type = typeOf.get(column)
        const steps = type ? [...nullStep(type), ...proposeSteps(type), ...optionStepsOf(type, selects)] : []
        return [column, { columns: [column], steps }]
      }),
    ),
  )
  const { mapping, matches, ask } = proposeMapping({ fields, columns, rows: rows.map(readable) })
  const proposal: ProposedPlan = { plan: {}, matches, ask, open: [], unknownValues: {} }
  for (const field of fields) {
    const column = Object.hasOwn(mapping, field.name) ? mapping[field.name] : undefined
    const type = column === undefined ? undefined : typeOf.get(column)
    if (column === undefined) continue
    const steps = type ? proposeFieldSteps(field, type) : []
    if (type && field.type === 'select') {
      const { ask: unknown } = optionSteps(field, type)
      if (unknown.length > 0) proposal.unknownValues[field.name] = unknown
    }
    if (
      type?.ambiguous &&
      (field.type === 'date' || field.type === 'number') &&
      type.likely.type !== 'boolean'
    ) {
      proposal.open.push({ field: field.name, column, ...type.ambiguous })
    }
    proposal.plan[field.name] = { columns: [column], steps }
  }
  return proposal
}
