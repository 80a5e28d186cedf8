import type { ModelField } from '@headwater/core'
import {
  isAudienceGroup,
  operatorsOfType,
  type AudienceGroup,
  type AudienceOperator,
  type AudienceRule,
  type RelativeSpan,
  type RuleValue,
} from '@headwater/core/campaigns'
import { isSameValue } from '../same-value.ts'

/** What is wrong with a rule, in the order in which it is told. */
export type RuleFault = 'field' | 'operator' | 'value' | 'range'

/** An audience of everyone. */
export const everyone = (): AudienceGroup => ({ combinator: 'and', rules: [] })

/** A group whose members all have ids, so that editing one leaves the others' controls alone. */
export function withIds(group: AudienceGroup): AudienceGroup {
  return {
    ...group,
    id: group.id ?? crypto.randomUUID(),
    rules: group.rules.map((node) =>
      isAudienceGroup(node) ? withIds(node) : { ...node, id: node.id ?? crypto.randomUUID() },
    ),
  }
}

/** What a rule's value looks like before anything is typed. */
export function blankValue(operator: AudienceOperator): RuleValue | undefined {
  if (operator === 'null' || operator === 'notNull') return undefined
  if (isRelative(operator)) return { amount: 30, unit: 'days' }
  if (isRange(operator)) return ['', '']
  return isList(operator) ? [] : ''
}

export const isRange = (operator: AudienceOperator) => operator === 'between' || operator === 'notBetween'
export const isList = (operator: AudienceOperator) => operator === 'in' || operator === 'notIn'
export const isRelative = (operator: AudienceOperator) => /^(?:not)?in(?:Last|Next)$/i.test(operator)
export const takesNoValue = (operator: AudienceOperator) => operator === 'null' || operator === 'notNull'

export function isSpan(value: RuleValue | undefined): value is RelativeSpan {
  return typeof value === 'object' && value !== null && 'amount' in value
}

/** A value that still fits after the comparison was changed, else a blank one. */
export function valueFor(operator: AudienceOperator, before: AudienceRule): RuleValue | undefined {
  const shapeOf = (one: AudienceOperator) =>
    takesNoValue(one)
      ? 'none'
      : isRelative(one)
        ? 'span'
        : isRange(one)
          ? 'range'
          : isList(one)
            ? 'list'
            : 'one'
  return shapeOf(operator) === shapeOf(before.operator) ? before.value : blankValue(operator)
}

/** A new rule: the field's first comparison, and nothing to compare with yet. */
export function newRule(field: ModelField): AudienceRule {
  const operator = operatorsOfType[field.type][0] ?? '='
  return ruleOf(field.name, operator, blankValue(operator))
}

/** A rule without a value has no such member. */
export function ruleOf(
  field: string,
  operator: AudienceOperator,
  value: RuleValue | undefined,
  id: string = crypto.randomUUID(),
): AudienceRule {
  return value === undefined ? { id, field, operator } : { id, field, operator, value }
}

/** Says what keeps a rule from being counted, or null. */
export function faultOf(
  { field, operator, value }: AudienceRule,
  fields: readonly ModelField[],
): RuleFault | null {
  const known = fields.find(({ name }) => name === field)
  if (!known) return 'field'
  if (!operatorsOfType[known.type].includes(operator)) return 'operator'
  if (takesNoValue(operator)) return null
  if (isRelative(operator)) return isSpan(value) && value.amount >= 1 ? null : 'value'
  if (Array.isArray(value)) {
    if (isRange(operator)) {
      const [from = '', to = ''] = value
      if (from === '' || to === '') return 'value'
      return from > to ? 'range' : null
    }
    return value.length === 0 ? 'value' : null
  }
  return value === undefined || value === null || value === '' ? 'value' : null
}

/** Whether every rule of a group can be counted. */
export function isComplete(group: AudienceGroup, fields: readonly ModelField[]): boolean {
  return group.rules.every((node) =>
    isAudienceGroup(node) ? isComplete(node, fields) : faultOf(node, fields) === null,
  )
}

/** Whether two audiences ask for the same, whatever their editors' ids. */
export function isSameAudience(left: AudienceGroup, right: AudienceGroup): boolean {
  return isSameValue(withoutIds(left), withoutIds(right))
}

/** An audience as it is kept: editors' ids left out. */
export function withoutIds({ combinator, not, rules }: AudienceGroup): AudienceGroup {
  return {
    combinator,
    ...(not === true ? { not } : {}),
    rules: rules.map((node) => {
      if (isAudienceGroup(node)) return withoutIds(node)
      const { field, operator, value } = node
      return value === undefined ? { field, operator } : { field, operator, value }
    }),
  }
}
