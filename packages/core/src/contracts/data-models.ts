import * as z from 'zod/mini'
import { modelFieldsSchema } from './fields.ts'
import { fieldPatternCost } from './safe-pattern.ts'
import { idSchema, timestampSchema } from './scalars.ts'

/** Parses who may read a model: its owner, or everyone in the owner's agency. */
export const modelVisibilitySchema = z.enum(['private', 'agency'])

/** `private` (the owner alone) or `agency` (the owner's agency). */
export type ModelVisibility = z.infer<typeof modelVisibilitySchema>

const name = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, 'Name the model.'),
    z.maxLength(120, 'A model name has at most 120 characters.'),
  )
const description = z.nullable(z.string().check(z.maxLength(2000)))

/** Parses a row of `public.data_models`. */
export const dataModelSchema = z.object({
  id: idSchema,
  user_id: idSchema,
  agency_id: idSchema,
  name,
  description,
  fields: modelFieldsSchema,
  visibility: modelVisibilitySchema,
  created_at: timestampSchema,
  updated_at: timestampSchema,
})

/** A data model: the typed fields that its records have. */
export type DataModel = z.infer<typeof dataModelSchema>

/** A pattern that could take for ever is refused where a model is saved; one that is stored all the same is read, and no text is tried on it. */
const savedFields = modelFieldsSchema.check(({ value, issues }) => {
  for (const [index, { pattern }] of value.entries()) {
    const fault = pattern === undefined ? null : fieldPatternCost(pattern).fault
    if (fault !== null)
      issues.push({ code: 'custom', input: pattern, path: [index, 'pattern'], message: fault })
  }
})

const shape = {
  name,
  description: z.optional(description),
  fields: savedFields,
  visibility: z.optional(modelVisibilitySchema),
}

/** Parses the body of `POST /data-hub-api/models`. */
export const createDataModelSchema = z.strictObject(shape)

/** What a new data model is made of. `description` is null and `visibility` is `private` unless given. */
export type CreateDataModel = z.infer<typeof createDataModelSchema>

/** Parses the body of `PUT /data-hub-api/models/{id}`: the parts to change. */
export const updateDataModelSchema = z.partial(z.strictObject(shape))

/** The parts of a data model to change. */
export type UpdateDataModel = z.infer<typeof updateDataModelSchema>
