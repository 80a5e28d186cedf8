import * as z from 'zod/mini'
import type { ModelField, RowErrorCode } from '../contracts/index.ts'
import { compileField, Refusal, type FieldValue } from './compile-field.ts'

export { isBlank, showValue, type FieldValue } from './compile-field.ts'

/**
 * Compiles a field to a zod schema that takes a cell's text or a JSON value and gives the typed value, or undefined for a blank. A
 * rejection carries its code in `params.code`.
 */
export function fieldSchema(field: ModelField): z.ZodMiniType<FieldValue | undefined> {
  const read = compileField(field)
  return z.pipe(
    z.unknown(),
    z.transform((input, context): FieldValue | undefined => {
      const reject = (code: RowErrorCode, message: string): typeof z.NEVER => {
        context.issues.push({ code: 'custom', input, message, params: { code } })
        return z.NEVER
      }
      const typed = read(input)
      return typed instanceof Refusal ? reject(typed.code, typed.message) : typed
    }),
  )
}
