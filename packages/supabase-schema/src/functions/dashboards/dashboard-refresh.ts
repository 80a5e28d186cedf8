import type postgres from 'postgres'
import * as z from 'zod/mini'
import { refreshWorkspaces } from './refresh.ts'
import type { RefreshSettings } from './settings.ts'
import { hasSecretKey } from '../runtime/secret-key.ts'

/** What the worker is made of. */
export interface DashboardRefreshOptions {
  sql: postgres.Sql
  settings: RefreshSettings
  /** Keys that may call the worker, in the `apikey` header. */
  secretKeys: readonly string[]
}

const messageSchema = z.object({
  msg_id: z.coerce.string(),
  message: z.object({ agency_id: z.string(), source: z.enum(['stats', 'senders']) }),
})

/**
 * Keeps snapshots warm: takes one message of the queue, reads what is due of that agency, and hands the rest back. Each workspace's figures are committed
 * as they come, so a worker that is killed loses what it was reading and nothing else; its message comes back by itself.
 */
export function createDashboardRefresh({ sql, settings, secretKeys }: DashboardRefreshOptions): {
  fetch(request: Request): Promise<Response>
} {
  async function work(): Promise<string> {
    const visibleAfter = Math.ceil(settings.deadlineMs / 1000) + 30
    const [row] =
      await sql`select msg_id, message from pgmq.read('workspace_refreshes', ${visibleAfter}::integer, 1)`
    if (!row) return 'idle'
    const { msg_id: id, message } = messageSchema.parse(row)
    const { state: outcome } = await refreshWorkspaces({
      sql,
      agencyId: message.agency_id,
      source: message.source,
      settings,
      which: 'due',
      signal: new AbortController().signal,
    })
    await sql.begin(async (transaction) => {
      await transaction`select pgmq.delete('workspace_refreshes', ${id}::bigint)`
      if (outcome === 'spent')
        await transaction`select pgmq.send('workspace_refreshes', ${transaction.json(message)})`
      const waiting =
        await transaction`select from pgmq.q_workspace_refreshes where vt <= clock_timestamp() limit 1`
      if (outcome === 'spent' || waiting.length > 0)
        await transaction`select headwater.invoke_function('dashboard-refresh')`
    })
    return outcome
  }

  return {
    async fetch(request) {
      if (!hasSecretKey(request, secretKeys))
        return Response.json({ error: 'A secret key is needed.' }, { status: 401 })
      try {
        return Response.json({ outcome: await work() })
      } catch (error) {
        console.error(JSON.stringify({ error: String(error) }))
        return Response.json({ outcome: 'failed' }, { status: 500 })
      }
    },
  }
}
