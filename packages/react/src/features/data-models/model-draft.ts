import {
  createDataModelSchema,
  type CreateDataModel,
  type DataModel,
  type FieldType,
  type ModelField,
  type ModelVisibility,
} from '@headwater/core'

/** A field as the form holds it: all text. */
export interface FieldDraft {
  id: string
  name: string
  type: FieldType
  label: string
  required: boolean
  unique: boolean
  pattern: string
  min: string
  max: string
  /** One a line. */
  options: string
  region: string
}

/** A model as the form holds it. */
export interface ModelDraft {
  name: string
  description: string
  visibility: ModelVisibility
  fields: FieldDraft[]
}

/** A place in the form. */
export type DraftPath =
  | 'name'
  | 'description'
  | 'visibility'
  | 'fields'
  | `fields.${number}`
  | `fields.${number}.${keyof FieldDraft}`

/** A fault of a draft: its place in the form and what was expected. */
export interface DraftIssue {
  path: DraftPath
  message: string
}

/** Tells whether a contract's path is a place in the form. */
export function isDraftPath(path: string): path is DraftPath {
  return /^(name|description|visibility|fields(\.\d+(\.(name|type|label|pattern|min|max|options|region))?)?)$/.test(
    path,
  )
}

/** An empty field. */
export function newFieldDraft(): FieldDraft {
  return {
    id: crypto.randomUUID(),
    name: '',
    type: 'text',
    label: '',
    required: false,
    unique: false,
    pattern: '',
    min: '',
    max: '',
    options: '',
    region: '',
  }
}

/** A field as the form holds it. */
export function draftOfField(field: ModelField): FieldDraft {
  return {
    id: field.id,
    name: field.name,
    type: field.type,
    label: field.label ?? '',
    required: field.required ?? false,
    unique: field.unique ?? false,
    pattern: field.pattern ?? '',
    min: field.min === undefined ? '' : String(field.min),
    max: field.max === undefined ? '' : String(field.max),
    options: (field.options ?? []).join('\n'),
    region: field.region ?? '',
  }
}

/** The form's values for a model, a proposal, or nothing yet. */
export function draftOf(model: DataModel | CreateDataModel | undefined): ModelDraft {
  return {
    name: model?.name ?? '',
    description: model?.description ?? '',
    visibility: model?.visibility ?? 'private',
    fields: model ? model.fields.map(draftOfField) : [newFieldDraft()],
  }
}

/** Which rules a type has. */
export function rulesOf(type: FieldType): { bounds: 'value' | 'length' | null; pattern: boolean } {
  if (type === 'number') return { bounds: 'value', pattern: false }
  if (type === 'text') return { bounds: 'length', pattern: true }
  return { bounds: null, pattern: type === 'email' || type === 'url' }
}

function fieldOf(draft: FieldDraft): ModelField {
  const rules = rulesOf(draft.type)
  const options = draft.options
    .split('\n')
    .map((option) => option.trim())
    .filter((option) => option !== '')
  return {
    id: draft.id,
    name: draft.name.trim(),
    type: draft.type,
    ...(draft.label.trim() ? { label: draft.label.trim() } : {}),
    ...(draft.required ? { required: true } : {}),
    ...(draft.unique ? { unique: true } : {}),
    ...(rules.pattern && draft.pattern ? { pattern: draft.pattern } : {}),
    ...(rules.bounds && draft.min.trim() ? { min: Number(draft.min) } : {}),
    ...(rules.bounds && draft.max.trim() ? { max: Number(draft.max) } : {}),
    ...(draft.type === 'select' ? { options: [...new Set(options)] } : {}),
    ...(draft.type === 'phone' && draft.region.trim() ? { region: draft.region.trim().toUpperCase() } : {}),
  }
}

function numberIssues(fields: readonly FieldDraft[], notANumber: string): DraftIssue[] {
  return fields.flatMap((field, index): DraftIssue[] =>
    (['min', 'max'] as const)
      .filter((bound) => rulesOf(field.type).bounds && Number.isNaN(Number(field[bound])))
      .map((bound) => ({ path: `fields.${index}.${bound}` as const, message: notANumber })),
  )
}

/** The second of two fields with one name is the one to change. */
function repeatedNames(fields: readonly ModelField[], message: string): DraftIssue[] {
  const seen = new Set<string>()
  return fields.flatMap(({ name }, index): DraftIssue[] => {
    const key = name.toLowerCase()
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [{ path: `fields.${index}.name` as const, message }]
  })
}

/** Reads a draft as the server will: the model, or every fault at its place in the form. */
export function modelOf(
  draft: ModelDraft,
  notANumber: string,
): { ok: true; model: CreateDataModel } | { ok: false; issues: DraftIssue[] } {
  const fields = draft.fields.map(fieldOf)
  const numbers = numberIssues(draft.fields, notANumber)
  if (numbers.length > 0) return { ok: false, issues: numbers }
  const result = createDataModelSchema.safeParse({
    name: draft.name,
    description: draft.description.trim() || null,
    visibility: draft.visibility,
    fields,
  })
  if (result.success) return { ok: true, model: result.data }
  const issues = result.error.issues.flatMap((issue): DraftIssue[] => {
    // An option's own fault belongs to the list of options.
    const path = issue.path.slice(0, 3).join('.')
    // One fault of the whole list: names that differ in nothing, which is shown where it can be mended.
    const repeated = path === 'fields' ? repeatedNames(fields, issue.message) : []
    if (repeated.length > 0) return repeated
    return [{ path: isDraftPath(path) ? path : 'fields', message: issue.message }]
  })
  return { ok: false, issues }
}
