import * as z from 'zod/mini'
import {
  healthIncidentSchema,
  healthSummarySchema,
  type HealthIncident,
  type HealthSummary,
} from '../../contracts/index.ts'
import type { HubContext } from '../hub-context.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf } from '../feature-context.ts'
import { readRows } from '../read-rows.ts'

/** The keys of health in the query cache. */
export const healthKeys = {
  all: ['headwater', 'health'] as const,
  summary: () => [...healthKeys.all, 'summary'] as const,
  incidents: () => [...healthKeys.all, 'incidents'] as const,
}

const STALE_MS = 30_000

/** Makes the client of an agency's health. */
export function createHealthClient(context: HubContext) {
  const { supabase, queryClient } = context
  const queries = {
    summary: () =>
      queryOptionsOf<HealthSummary | null, ReturnType<typeof healthKeys.summary>>(
        healthKeys.summary(),
        STALE_MS,
        async (signal) => {
          const { data, meta } = await readRows(
            context,
            'dashboard_health_summary',
            z.array(healthSummarySchema),
            (inner) =>
              supabase
                .from('dashboard_health_summary')
                .select()
                .order('health_score')
                .limit(1)
                .abortSignal(inner),
            signal,
          )
          return { data: data[0] ?? null, meta }
        },
      ),
    incidents: () =>
      queryOptionsOf<HealthIncident[], ReturnType<typeof healthKeys.incidents>>(
        healthKeys.incidents(),
        STALE_MS,
        (signal) =>
          readRows(
            context,
            'health_incidents',
            z.array(healthIncidentSchema),
            (inner) =>
              supabase
                .from('health_incidents')
                .select()
                .order('opened_at', { ascending: false })
                .limit(100)
                .abortSignal(inner),
            signal,
          ),
      ),
  }
  return {
    keys: healthKeys,
    queries,
    /** The agency's score with its deductions, or null while no vendor is connected. */
    summary: () => cachedRead(queryClient, queries.summary()),
    /** The last 100 incidents, newest first. */
    incidents: () => cachedRead(queryClient, queries.incidents()),
  }
}

/** The client of an agency's health. */
export type HealthClient = ReturnType<typeof createHealthClient>
