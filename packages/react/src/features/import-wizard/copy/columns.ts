import type { FieldType, TransformStep } from '@headwater/core'
import type { MatchReason } from '@headwater/core/inference'

const stepKinds: Record<TransformStep['kind'], string> = {
  trim: 'Trim spaces',
  case: 'Change case',
  date_format: 'Read as date',
  number_format: 'Read as number',
  phone_region: 'Read as phone of a country',
  extract: 'Take out a part',
  map_values: 'Replace values',
  split: 'Split and take one part',
  default: 'Fill blanks',
}

const reasons: Record<MatchReason, string> = {
  'same-name': 'Same name',
  synonym: 'A word for the same',
  'similar-name': 'Similar name',
  values: 'The values fit',
  none: 'Chosen by you',
}

const typeNames: Record<FieldType, string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  email: 'Email',
  phone: 'Phone',
  boolean: 'Yes or no',
  url: 'Web address',
  select: 'Choice',
}

/** The words of the step that fills fields from columns. */
export const columnsCopy = {
  planTitle: 'Fill the fields',
  planHint: 'Each field takes its value from a column, through the steps that you choose.',
  field: 'Field',
  typeNames,
  required: 'required',
  from: 'From',
  fromColumnOf: (field: string) => `Column for ${field}`,
  notFilled: 'Not filled',
  chooseColumn: 'Choose a column',
  result: 'First value',
  blankValue: 'blank',
  matchReasons: reasons,
  match: (reason: string, percent: string) => `${reason}, ${percent}`,
  confirmMatch: 'Check this',
  confirmMatchOf: (field: string, column: string) => `Confirm that ${column} fills ${field}`,
  editSteps: (field: string) => `Steps for ${field}`,
  stepCount: (steps: string) => `${steps} steps`,
  oneStep: '1 step',
  noSteps: 'No steps',
  join: 'Joined with',
  addColumn: 'Add a column',
  removeColumn: (column: string) => `Remove ${column}`,
  asInFile: 'As in the file',
  afterStep: 'After this step',
  addStep: 'Add a step',
  removeStep: 'Remove step',
  stepUp: 'Move up',
  stepDown: 'Move down',
  stepKinds,
  caseTo: 'To',
  cases: { lower: 'lower case', upper: 'UPPER CASE', title: 'Title Case' },
  dateFrom: 'Written as',
  dateNotation: (notation: string) => notation,
  decimalMark: 'Decimals begin with',
  decimals: { '.': 'A point: 1,234.5', ',': 'A comma: 1.234,5' },
  region: 'Country code',
  regionHint: 'Two letters, such as DE',
  pattern: 'Pattern',
  patternHint: 'A regular expression; the first group is taken, else the whole match.',
  separator: 'Split at',
  part: 'Take part',
  parts: { first: 'First', second: 'Second', third: 'Third', last: 'Last' },
  defaultValue: 'Value for blanks',
  optionFor: (value: string) => `Option for ${value}`,
  valueInFile: 'In the file',
  valueMeans: 'Means',
  valueRows: 'Rows',
  keepValue: 'Leave as it is',
  valuesOpen: (count: string) => `${count} values have no option`,
  ambiguousTitle: (field: string) => `How is ${field} written?`,
  evidence: (evidence: string) => evidence,
  stepWrong: (message: string) => message,
  leftOutTitle: 'Columns that are left out',
  requiredOpen: (fields: string, count: number) =>
    count === 1
      ? `The field ${fields} is required. Choose its column, or a value for blanks.`
      : `The fields ${fields} are required. Choose their columns, or values for blanks.`,
  unsureOpen: (fields: string) =>
    `Look at ${fields}: the column fits, and nothing proves it. Confirm it or choose another.`,
  nothingFilled: 'Choose a column for at least one field.',
  toFix: 'Check every row',
}
