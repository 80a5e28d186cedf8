import { problemSchema } from '@headwater/core/contracts'
import * as z from 'zod/mini'

/** What a method of a path takes and gives. */
export interface Operation {
  summary: string
  data: z.ZodMiniType
  body?: z.ZodMiniType
  query?: readonly string[]
  /** Those of the query that a request can't do without. */
  needs?: readonly string[]
  /** @default 200 */
  status?: 200 | 201
  /** The answer is the data alone, in another type than JSON. */
  contentType?: string
}

/** Every path below a function with its methods. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** A contract as JSON Schema. */
export function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output' = 'output'): object {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' })
}

/** An answer's envelope around its data. */
export function envelopeOf(data: z.ZodMiniType): object {
  return {
    type: 'object',
    properties: {
      data: schemaOf(data),
      meta: { type: 'object', properties: { request_id: { type: 'string' } } },
    },
  }
}

/** How every operation may fail. */
export const problemAnswer = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function operationOf(path: string, method: string, operation: Operation): object {
  const { summary, data, body, query = [], needs = [], status = 200, contentType } = operation
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
  const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }
  const inQuery = query.map((name) => ({
    name,
    in: 'query',
    required: needs.includes(name),
    schema: { type: 'string' },
  }))
  return {
    summary,
    parameters: [...(path.includes('{id}') ? [id] : []), ...inQuery, ...(method === 'post' ? [key] : [])],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      [status]: {
        description: summary,
        content:
          contentType === undefined
            ? { 'application/json': { schema: envelopeOf(data) } }
            : { [contentType]: { schema: schemaOf(data) } },
      },
      default: problemAnswer,
    },
  }
}

/** The paths of a document. */
export function pathsOf(operations: Operations): Record<string, object> {
  const paths = Object.entries(operations).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => [method, operationOf(path, method, operation)]),
    ),
  ])
  return Object.fromEntries(paths)
}

/** Makes a function's OpenAPI 3.1 document. */
export function openApiOf(name: string, title: string, paths: Record<string, object>): object {
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    servers: [{ url: `/functions/v1/${name}` }],
    security: [{ user: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema) },
      securitySchemes: { user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}
