import { MAX_EXTRACT_CHARS, type TransformStep } from '../contracts/index.ts'
import { patternCost } from '../contracts/safe-pattern.ts'
import { isRejected } from '../validation/text-values.ts'
import { readDateAs } from './read-date-as.ts'
import { readNumberAs } from './read-number-as.ts'

/** A step that a plan can't have. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  /** `PATTERN_UNSAFE`, `UNKNOWN_COLUMN`, or `UNKNOWN_GROUP` of a pattern. */
  readonly code: 'PATTERN_UNSAFE' | 'UNKNOWN_COLUMN' | 'UNKNOWN_GROUP'

  constructor(code: PlanError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Tells a {@link PlanError}, also across bundles. */
export function isPlanError(error: unknown): error is PlanError {
  return error instanceof Error && error.name === 'PlanError'
}

/** Writes a phone number as E.164, or gives a rejection. */
export type ReadPhone = (text: string, region: string) => string | { expected: string }

type Step = (text: string) => string

function titled(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(
      /(^|[^\p{L}\p{M}'’])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toUpperCase(),
    )
}

function extractor(pattern: string, group: number): Step {
  const cost = patternCost(pattern, MAX_EXTRACT_CHARS)
  if (cost.fault !== null) {
    throw new PlanError('PATTERN_UNSAFE', `The pattern ${pattern} is not used. ${cost.fault}`)
  }
  const expression = new RegExp(pattern, 'u')
  const groups = new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1
  if (group >= groups) {
    throw new PlanError(
      'UNKNOWN_GROUP',
      `The pattern ${pattern} has ${groups - 1} groups. Group ${group} is none of them.`,
    )
  }
  return (text) => expression.exec(text.slice(0, cost.maxChars))?.[group]?.trim() ?? ''
}

function mapper(values: Readonly<Record<string, string>>): Step {
  const byValue = new Map(Object.entries(values).map(([from, to]) => [from.trim().toLowerCase(), to]))
  return (text) => byValue.get(text.trim().toLowerCase()) ?? text
}

/**
 * Compiles a step. Blank text stays blank through every step but `default` and `map_values`; what a step can't read, it leaves as it is.
 * @throws PlanError PATTERN_UNSAFE, UNKNOWN_GROUP
 */
export function compileStep(step: TransformStep, readPhone: ReadPhone): Step {
  switch (step.kind) {
    case 'trim':
      return (text) => text.replaceAll(/\s+/gu, ' ').trim()
    case 'case':
      return step.to === 'lower'
        ? (text) => text.toLowerCase()
        : step.to === 'upper'
          ? (text) => text.toUpperCase()
          : titled
    case 'date_format':
      return (text) => readDateAs(text.trim(), step.from) ?? text
    case 'number_format':
      return (text) => readNumberAs(text, step.decimal) ?? text
    case 'phone_region':
      return (text) => {
        const read = text.trim() === '' ? text : readPhone(text.trim(), step.region)
        return isRejected(read) ? text : read
      }
    case 'extract':
      return extractor(step.pattern, step.group ?? 0)
    case 'map_values':
      return mapper(step.values)
    case 'split':
      return (text) => text.split(step.separator).at(step.part)?.trim() ?? ''
    case 'default':
      return (text) => (text.trim() === '' ? step.value : text)
  }
}

/** Why an extracting step's pattern is not run, or null where it is: it could take too long, or is no regular expression. */
export function patternFault(pattern: string): string | null {
  return patternCost(pattern, MAX_EXTRACT_CHARS).fault
}
