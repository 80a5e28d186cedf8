import { isAudienceGroup, type AudienceGroup, type AudienceRule } from '../contracts/audience.ts'

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).toLowerCase()
    : ''

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number') return left - Number(right)
  return textOf(left) < textOf(right) ? -1 : textOf(left) > textOf(right) ? 1 : 0
}

function matchesRule(
  { field, operator, value }: AudienceRule,
  data: Readonly<Record<string, unknown>>,
): boolean {
  const own = data[field]
  const blank = own === undefined || own === null || own === ''
  if (operator === 'null') return blank
  if (operator === 'notNull') return !blank
  const negated = /^(?:!=|not[A-Z]|doesNot)/.test(operator)
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const holds = (): boolean => {
    switch (operator.replace(/^doesNot|^not/, '').toLowerCase()) {
      case '=':
      case '!=':
      case 'in':
        return list.some((one) => textOf(one) === textOf(own))
      case 'contain':
      case 'contains':
        return textOf(own).includes(textOf(value))
      case 'beginwith':
      case 'beginswith':
        return textOf(own).startsWith(textOf(value))
      case 'endwith':
      case 'endswith':
        return textOf(own).endsWith(textOf(value))
      case 'between':
        return compare(own, list[0]) >= 0 && compare(own, list[1]) <= 0
      case '<':
        return compare(own, value) < 0
      case '<=':
        return compare(own, value) <= 0
      case '>':
        return compare(own, value) > 0
      case '>=':
        return compare(own, value) >= 0
      default:
        return true
    }
  }
  return blank ? negated : holds() !== negated
}

/** Whether a record belongs to an audience. Relative dates hold for everyone: stories have no today. */
export function matchesGroup(group: AudienceGroup, data: Readonly<Record<string, unknown>>): boolean {
  const { rules, combinator, not = false } = group
  const one = (node: AudienceRule | AudienceGroup) =>
    isAudienceGroup(node) ? matchesGroup(node, data) : matchesRule(node, data)
  const holds = rules.length === 0 || (combinator === 'and' ? rules.every(one) : rules.some(one))
  return holds !== not
}
