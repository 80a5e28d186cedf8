import type { ModelField } from '@headwater/core'
import type { Format } from '../../../provider/index.ts'
import type { ImportWizardCopy } from '../copy.ts'
import type { FixIssue } from './row-issue.ts'

function boundText({ code }: FixIssue, field: ModelField, copy: ImportWizardCopy, format: Format): string {
  const number = field.type === 'number'
  if (code === 'TOO_SMALL') {
    const min = format.number(field.min ?? 0)
    return number ? copy.tooSmallNumber(min) : copy.tooShort(min)
  }
  const max = format.number(field.max ?? 0)
  return number ? copy.tooLargeNumber(max) : copy.tooLong(max)
}

/** Why a cell or a row can't be imported, in few words. */
export function reasonText(
  issue: FixIssue,
  field: ModelField | undefined,
  copy: ImportWizardCopy,
  format: Format,
): string {
  switch (issue.code) {
    case 'REQUIRED':
    case 'KEY_BLANK':
      return copy.isRequired
    case 'INVALID_TYPE':
    case 'NOT_AN_OPTION':
      return field ? copy.notOfType[field.type] : copy.otherProblem
    case 'PATTERN':
      return copy.patternWrong
    case 'TOO_SMALL':
    case 'TOO_LARGE':
      return field ? boundText(issue, field, copy, format) : copy.otherProblem
    case 'NOT_UNIQUE':
    case 'KEY_CONFLICT':
      return copy.notUnique
    case 'TOO_LONG':
      return copy.tooLongCell
    case 'TOO_FEW_CELLS':
      return copy.tooFewCells
    case 'TOO_MANY_CELLS':
      return copy.tooManyCells
    case 'NOT_AN_OBJECT':
      return copy.notAnObject
    case 'UNSAFE_KEY':
      return copy.unsafeKey
    case 'UNCLOSED_QUOTE':
      return copy.unclosedQuote
    case 'HOST':
      return issue.message
    case 'EDITED_SINCE':
    case 'DELETED_SINCE':
      return copy.otherProblem
  }
}

/** What the field takes instead. */
export function expectedText(issue: FixIssue, field: ModelField | undefined, copy: ImportWizardCopy): string {
  if (!field || (issue.code !== 'INVALID_TYPE' && issue.code !== 'NOT_AN_OPTION')) return ''
  const options = field.options ?? []
  return field.type === 'select' && options.length <= 12
    ? copy.oneOf(options.join(', '))
    : copy.expected[field.type]
}
