import * as z from 'zod/mini'
import { workspaceTargetsSchema, type SaveTargets, type WorkspaceTargets } from '../../contracts/index.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf } from '../feature-context.ts'
import type { HubContext } from '../hub-context.ts'
import { readRows, restError } from '../read-rows.ts'
import { dashboardKeys } from './dashboard-definitions.ts'

/** The key of targets in the query cache. */
export const targetKeys = { all: ['headwater', 'workspace-targets'] as const }

const columns =
  'id, name, is_tracked, removed_at, workspace_targets (monthly_kpi, price_per_lead_minor, monthly_cost_minor, currency)'

/** Makes the client of what admins know of each workspace: targets, prices, costs. */
export function createTargetsClient(context: HubContext) {
  const { supabase, queryClient } = context
  const queries = {
    list: () =>
      queryOptionsOf<WorkspaceTargets[], typeof targetKeys.all>(targetKeys.all, 30_000, (signal) =>
        readRows(
          context,
          'workspaces',
          z.array(workspaceTargetsSchema),
          (inner) =>
            supabase
              .from('workspaces')
              .select(columns)
              .is('removed_at', null)
              .order('name')
              .abortSignal(inner),
          signal,
        ),
      ),
  }
  async function refresh(): Promise<void> {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: targetKeys.all }),
      queryClient.invalidateQueries({ queryKey: dashboardKeys.all }),
    ])
  }
  return {
    keys: targetKeys,
    queries,
    /** Lists the workspaces with their targets. */
    list: () => cachedRead(queryClient, queries.list()),
    /** Sets a workspace's targets, as a whole. Only admins may. @throws HubApiError FORBIDDEN, 23514 when money has no currency */
    async save(workspaceId: string, targets: SaveTargets): Promise<void> {
      const answer = await supabase
        .from('workspace_targets')
        .upsert({ workspace_id: workspaceId, ...targets })
      if (answer.error) throw restError('Saving the targets', answer)
      await refresh()
    },
    /** Takes a workspace into the dashboards, or leaves it out. Only admins may. */
    async track(workspaceId: string, isTracked: boolean): Promise<void> {
      const answer = await supabase.from('workspaces').update({ is_tracked: isTracked }).eq('id', workspaceId)
      if (answer.error) throw restError('Changing the workspace', answer)
      await refresh()
    },
  }
}

/** The client of targets. */
export type TargetsClient = ReturnType<typeof createTargetsClient>
