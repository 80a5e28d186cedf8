import * as z from 'zod/mini'
import { ProblemError } from './problem.ts'

/** Parses a value that came over the wire; a fault names its path. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  throw new ProblemError('VALIDATION_FAILED', 'Some values of the request are not right.', { issues })
}

const idSchema = z.guid()

/** Parses the id in a path: what can't be one does not exist. */
export function parseId(value: string): string {
  const result = idSchema.safeParse(value)
  if (!result.success) throw new ProblemError('NOT_FOUND', 'This does not exist, or you may not use it.')
  return result.data
}

/** Returns the only row, or says that it isn't there. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new ProblemError('NOT_FOUND', 'This does not exist, or you may not use it.')
  return row
}
