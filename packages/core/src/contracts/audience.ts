import * as z from 'zod/mini'
import type { FieldType } from './fields.ts'
import { recordDataSchema } from './records.ts'
import { countSchema, idSchema, timestampSchema } from './scalars.ts'

/** The deepest nesting of groups; the outermost one counts. */
export const MAX_CRITERIA_DEPTH = 5

/** The most rules that criteria have, over all groups. */
export const MAX_CRITERIA_RULES = 100

/** The most values that one rule compares with. */
export const MAX_RULE_VALUES = 200

/** The longest text that a rule compares with, in characters. */
export const MAX_RULE_CHARS = 200

/** The operators of a rule: those of react-querybuilder under their own names, and relative dates. */
export const audienceOperators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'endsWith',
  'doesNotEndWith',
  'in',
  'notIn',
  'between',
  'notBetween',
  'null',
  'notNull',
  'inLast',
  'notInLast',
  'inNext',
  'notInNext',
] as const

/** Parses an operator's name. */
export const audienceOperatorSchema = z.enum(audienceOperators)

/** How a rule compares. `null` holds for blank values; `inLast` and its kin take a {@link RelativeSpan}. */
export type AudienceOperator = z.infer<typeof audienceOperatorSchema>

const textOperators: readonly AudienceOperator[] = [
  '=',
  '!=',
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'endsWith',
  'doesNotEndWith',
  'in',
  'notIn',
  '<',
  '<=',
  '>',
  '>=',
  'null',
  'notNull',
]
const numberOperators: readonly AudienceOperator[] = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'notBetween',
  'in',
  'notIn',
  'null',
  'notNull',
]
const dateOperators: readonly AudienceOperator[] = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'notBetween',
  'inLast',
  'notInLast',
  'inNext',
  'notInNext',
  'null',
  'notNull',
]

/** The operators that a field of each type takes, in the order in which people are offered them. */
export const operatorsOfType: Readonly<Record<FieldType, readonly AudienceOperator[]>> = {
  text: textOperators,
  email: textOperators,
  phone: textOperators,
  url: textOperators,
  number: numberOperators,
  date: dateOperators,
  boolean: ['=', '!=', 'null', 'notNull'],
  select: ['=', '!=', 'in', 'notIn', 'null', 'notNull'],
}

/** Parses a stretch of time that ends or begins today. */
export const relativeSpanSchema = z.strictObject({
  amount: z.int().check(z.minimum(1), z.maximum(10_000)),
  unit: z.enum(['days', 'weeks', 'months', 'years']),
})

/** So many days, weeks, months or years, counted from today in UTC. */
export type RelativeSpan = z.infer<typeof relativeSpanSchema>

const scalarSchema = z.union([z.string().check(z.maxLength(MAX_RULE_CHARS)), z.number(), z.boolean()])

/** Parses what a rule compares with. A list may also be written as text with commas, as react-querybuilder does. */
export const ruleValueSchema = z.union([
  scalarSchema,
  z.null(),
  z.array(scalarSchema).check(z.maxLength(MAX_RULE_VALUES)),
  relativeSpanSchema,
])

/** What a rule compares with. */
export type RuleValue = z.infer<typeof ruleValueSchema>

/** Parses one rule. Members of react-querybuilder's that say nothing about the audience are dropped. */
export const audienceRuleSchema = z.object({
  /** The editor's own id. */
  id: z.optional(z.string().check(z.maxLength(100))),
  /** The field's name. */
  field: z.string().check(z.minLength(1), z.maxLength(63)),
  operator: audienceOperatorSchema,
  value: z.optional(ruleValueSchema),
})

/** One condition on one field. */
export type AudienceRule = z.infer<typeof audienceRuleSchema>

/** Rules that must hold all (`and`) or of which one must (`or`); `not` turns the whole group round. An empty group holds for everyone. */
export interface AudienceGroup {
  id?: string | undefined
  combinator: 'and' | 'or'
  not?: boolean | undefined
  rules: (AudienceRule | AudienceGroup)[]
}

function groupSchemaOf(depth: number): z.ZodMiniType<AudienceGroup> {
  return z.object({
    id: z.optional(z.string().check(z.maxLength(100))),
    combinator: z.enum(['and', 'or']),
    not: z.optional(z.boolean()),
    rules: z
      .array(
        depth >= MAX_CRITERIA_DEPTH
          ? audienceRuleSchema
          : z.union([audienceRuleSchema, groupSchemaOf(depth + 1)]),
      )
      .check(z.maxLength(MAX_CRITERIA_RULES, `Use at most ${MAX_CRITERIA_RULES} rules.`)),
  })
}

/** Whether a member of a group is a group itself. */
export function isAudienceGroup(node: AudienceRule | AudienceGroup): node is AudienceGroup {
  return 'rules' in node
}

/** Counts the rules of a group, those of the groups in it too. */
export function countRules(group: AudienceGroup): number {
  return group.rules.reduce((count, node) => count + (isAudienceGroup(node) ? countRules(node) : 1), 0)
}

/**
 * Parses an audience in react-querybuilder's rule-group format: at most {@link MAX_CRITERIA_DEPTH} groups deep and {@link MAX_CRITERIA_RULES} rules
 * in all.
 */
export const audienceGroupSchema = groupSchemaOf(1).check(
  z.refine((group) => countRules(group) <= MAX_CRITERIA_RULES, `Use at most ${MAX_CRITERIA_RULES} rules.`),
)

const simpleValueSchema = z.union([
  scalarSchema,
  z.null(),
  z.array(scalarSchema).check(z.maxLength(MAX_RULE_VALUES)),
])

/** Parses the simple form, such as `{ status: 'active' }`: every field must have its value, or one of its list. */
export const simpleCriteriaSchema = z
  .record(z.string(), simpleValueSchema)
  .check(
    z.refine(
      (value) => Object.keys(value).length <= MAX_CRITERIA_RULES,
      `Use at most ${MAX_CRITERIA_RULES} rules.`,
    ),
  )

/** The simple form of criteria, such as `{ status: 'active' }`. */
export type SimpleCriteria = z.infer<typeof simpleCriteriaSchema>

function looksLikeGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'combinator' in value && 'rules' in value
}

/** Writes the simple form as a group of rules: a null asks for a blank value, a list for one of its values. */
export function groupOfSimple(criteria: SimpleCriteria): AudienceGroup {
  return {
    combinator: 'and',
    rules: Object.entries(criteria).map(([field, value]): AudienceRule => {
      if (value === null) return { field, operator: 'null' }
      return Array.isArray(value) ? { field, operator: 'in', value } : { field, operator: '=', value }
    }),
  }
}

/** Parses criteria in either form, and gives the group of rules. */
export const targetCriteriaSchema = z.pipe(
  z.unknown(),
  z.transform((value, context): AudienceGroup => {
    const result = looksLikeGroup(value)
      ? audienceGroupSchema.safeParse(value)
      : simpleCriteriaSchema.safeParse(value)
    if (!result.success) {
      for (const { path, message } of result.error.issues)
        context.issues.push({ code: 'custom', input: value, path, message })
      return z.NEVER
    }
    const parsed = result.data
    return isGroup(parsed) ? parsed : groupOfSimple(parsed)
  }),
)

function isGroup(value: AudienceGroup | SimpleCriteria): value is AudienceGroup {
  return looksLikeGroup(value)
}

/** Parses a row of `public.audience_segments`. */
export const audienceSegmentSchema = z.object({
  id: idSchema,
  agency_id: idSchema,
  data_model_id: idSchema,
  name: z.string(),
  criteria: audienceGroupSchema,
  created_by: z.nullable(idSchema),
  created_at: timestampSchema,
  updated_at: timestampSchema,
})

/** Criteria that are kept under a name. */
export type AudienceSegment = z.infer<typeof audienceSegmentSchema>

const segmentName = z.string().check(z.trim(), z.minLength(1, 'Name the segment.'), z.maxLength(120))

/** Parses the body of `POST /campaign-api/segments`. */
export const createSegmentSchema = z.strictObject({
  data_model_id: idSchema,
  name: segmentName,
  criteria: targetCriteriaSchema,
})

/** A segment to keep. */
export type CreateSegment = z.input<typeof createSegmentSchema>

/** Parses the body of `PUT /campaign-api/segments/{id}`. */
export const updateSegmentSchema = z.strictObject({
  name: z.optional(segmentName),
  criteria: z.optional(targetCriteriaSchema),
})

/** The parts of a segment to change. */
export type UpdateSegment = z.input<typeof updateSegmentSchema>

/** Parses what `recipients` lists. `GET` takes `criteria` as JSON text; `POST` takes the same as its body. */
export const recipientQuerySchema = z.strictObject({
  data_model_id: idSchema,
  /** @default everyone */
  criteria: z.optional(targetCriteriaSchema),
  /** @default 0 */
  offset: z.optional(countSchema),
  /** At most 200. @default 25 */
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
  /** `page`: in a stable order. `sample`: spread over the audience. @default 'page' */
  pick: z.optional(z.enum(['page', 'sample'])),
})

/** Which recipients to list. */
export type RecipientQuery = z.input<typeof recipientQuerySchema>

/** Parses a page of an audience. */
export const recipientPageSchema = z.object({
  /** Records that match. */
  total: countSchema,
  recipients: z.array(z.object({ id: idSchema, data: recordDataSchema })),
  /** `index`: answered by the audience's indexes. `scan`: by reading the model's records, while the indexes are built or the model is small. */
  answered_by: z.enum(['index', 'scan']),
})

/** A page of an audience; `total` counts all that match. */
export type RecipientPage = z.infer<typeof recipientPageSchema>
