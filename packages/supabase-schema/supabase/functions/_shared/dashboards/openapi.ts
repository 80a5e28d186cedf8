import {
  dashboardFunctions,
  emailAccountPageSchema,
  infrastructureAnswerSchema,
  kpiAnswerSchema,
  problemSchema,
  refreshEventSchema,
  revenueAnswerSchema,
  volumeAnswerSchema,
  type DashboardName,
} from '@headwater/core/contracts'
import * as z from 'zod/mini'

const answers: Readonly<Record<DashboardName, z.ZodMiniType>> = {
  kpi: kpiAnswerSchema,
  volume: volumeAnswerSchema,
  revenue: revenueAnswerSchema,
  infrastructure: infrastructureAnswerSchema,
}

const schemaOf = (schema: z.ZodMiniType): object =>
  z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })

const parameter = (name: string, description: string): object => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string' },
})

function responsesOf(description: string, schema: z.ZodMiniType, isStreamed: boolean): object {
  const envelope = {
    type: 'object',
    properties: {
      data: schemaOf(schema),
      meta: { type: 'object', properties: { request_id: { type: 'string' } } },
    },
  }
  return {
    200: {
      description,
      content: {
        'application/json': { schema: envelope },
        ...(isStreamed ? { 'application/x-ndjson': { schema: schemaOf(refreshEventSchema) } } : {}),
      },
    },
    default: {
      description: 'A problem',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  }
}

/** The OpenAPI 3.1 document of a dashboard's function, made from the contracts. */
export function dashboardDocument(dashboard: DashboardName): object {
  const ids = parameter('workspace_ids', 'Only these workspaces: ids, separated by commas')
  const force = parameter(
    'force',
    '`true` reads the vendor anew and streams how it goes, a line of JSON an event',
  )
  const summary = `Read the ${dashboard} dashboard from its snapshots`
  const accounts = {
    summary: 'List sender accounts',
    parameters: [
      ids,
      parameter('offset', 'Accounts to skip'),
      parameter('limit', 'Accounts to read, at most 5,000'),
    ],
    responses: responsesOf('A page of sender accounts', emailAccountPageSchema, false),
  }
  return {
    openapi: '3.1.0',
    info: { title: `Headwater ${dashboard} dashboard`, version: '1' },
    servers: [{ url: `/functions/v1/${dashboardFunctions[dashboard]}` }],
    security: [{ user: [] }],
    paths: {
      '/': {
        get: {
          summary,
          parameters: [ids, force],
          responses: responsesOf('The dashboard', answers[dashboard], true),
        },
      },
      ...(dashboard === 'infrastructure' ? { '/accounts': { get: accounts } } : {}),
    },
    components: {
      schemas: { Problem: schemaOf(problemSchema) },
      securitySchemes: { user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}
