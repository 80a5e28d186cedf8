import {
  dashboardFunctions,
  emailAccountPageSchema,
  infrastructureAnswerSchema,
  kpiAnswerSchema,
  refreshEventSchema,
  revenueAnswerSchema,
  volumeAnswerSchema,
  type DashboardName,
} from '@headwater/core/contracts'
import type * as z from 'zod/mini'
import { envelopeOf, openApiOf, problemAnswer, schemaOf } from '../runtime/openapi.ts'

const answers: Readonly<Record<DashboardName, z.ZodMiniType>> = {
  kpi: kpiAnswerSchema,
  volume: volumeAnswerSchema,
  revenue: revenueAnswerSchema,
  infrastructure: infrastructureAnswerSchema,
}

const parameter = (name: string, description: string): object => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string' },
})

function responsesOf(description: string, schema: z.ZodMiniType, isStreamed: boolean): object {
  return {
    200: {
      description,
      content: {
        'application/json': { schema: envelopeOf(schema) },
        ...(isStreamed ? { 'application/x-ndjson': { schema: schemaOf(refreshEventSchema) } } : {}),
      },
    },
    default: problemAnswer,
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
  return openApiOf(dashboardFunctions[dashboard], `Headwater ${dashboard} dashboard`, {
    '/': {
      get: {
        summary,
        parameters: [ids, force],
        responses: responsesOf('The dashboard', answers[dashboard], true),
      },
    },
    ...(dashboard === 'infrastructure' ? { '/accounts': { get: accounts } } : {}),
  })
}
