import type { AudienceOperator, RelativeSpan } from '@headwater/core/campaigns'

const operatorNames: Record<AudienceOperator, string> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  contains: 'contains',
  doesNotContain: 'does not contain',
  beginsWith: 'begins with',
  doesNotBeginWith: 'does not begin with',
  endsWith: 'ends with',
  doesNotEndWith: 'does not end with',
  in: 'is one of',
  notIn: 'is none of',
  between: 'is between',
  notBetween: 'is not between',
  null: 'is empty',
  notNull: 'is not empty',
  inLast: 'is in the last',
  notInLast: 'is not in the last',
  inNext: 'is in the next',
  notInNext: 'is not in the next',
}

const dateOperatorNames: Partial<Record<AudienceOperator, string>> = {
  '=': 'is on',
  '!=': 'is not on',
  '<': 'is before',
  '<=': 'is on or before',
  '>': 'is after',
  '>=': 'is on or after',
}

const textOperatorNames: Partial<Record<AudienceOperator, string>> = {
  '<': 'sorts before',
  '<=': 'is or sorts before',
  '>': 'sorts after',
  '>=': 'is or sorts after',
}

const units: Record<RelativeSpan['unit'], string> = {
  days: 'days',
  weeks: 'weeks',
  months: 'months',
  years: 'years',
}

/** Words of audiences. */
export const audienceCopy = {
  operatorName: (operator: AudienceOperator, type: string) =>
    (type === 'date'
      ? dateOperatorNames[operator]
      : type === 'number'
        ? undefined
        : textOperatorNames[operator]) ?? operatorNames[operator],
  units,
  audienceLabel: 'Audience',
  everyone: 'Everyone in this model. Add a rule to narrow it.',
  matchLabel: 'Match',
  matchAll: 'all of these',
  matchAny: 'any of these',
  matchNotAll: 'not all of these',
  matchNone: 'none of these',
  addRule: 'Add rule',
  addGroup: 'Add group',
  removeRule: (position: string) => `Remove rule ${position}`,
  removeGroup: 'Remove group',
  rule: (position: string) => `Rule ${position}`,
  group: (position: string) => `Group ${position}`,
  field: 'Field',
  operator: 'Comparison',
  value: 'Value',
  valueFrom: 'From',
  valueTo: 'To',
  amount: 'How many',
  unit: 'Unit',
  and: 'and',
  listHint: 'Separate values with commas.',
  chooseValue: 'Choose',
  yes: 'Yes',
  no: 'No',
  deletedField: (name: string) => `${name} (deleted)`,
  faultField: (name: string) =>
    `The model has no field “${name}” any more. Choose another field or remove the rule.`,
  faultOperator: 'This field can’t be compared this way. Choose another comparison.',
  faultValue: 'Give a value to compare with.',
  faultRange: 'The first value is larger than the second, so nobody matches.',
  faultMany: (limit: string) => `Use at most ${limit} rules.`,
  countMatches: (count: number) => (count === 1 ? 'record matches' : 'records match'),
  counting: 'Counting',
  countIncomplete: 'Complete every rule to count.',
  nobody: 'Nobody matches. Change or remove a rule.',
  sampleTitle: 'Some of them',
  anotherSample: 'Refresh',
  segmentsLabel: 'Saved segment',
  segmentNone: 'No segment',
  saveSegment: 'Save segment',
  saveSegmentTitle: 'Save this audience',
  segmentName: 'Name',
  segmentNameHint: 'Segments keep the rules, not the people: who matches is looked up each time.',
  updateSegment: 'Update segment',
  deleteSegment: 'Delete segment',
  segmentChanged: 'Changed since it was saved',
  rulesUsed: (count: string, limit: string) => `${count} of ${limit} rules`,
}
