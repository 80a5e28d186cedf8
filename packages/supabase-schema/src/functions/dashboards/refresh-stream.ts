import type { DashboardName, RefreshEvent } from '@headwater/core/contracts'
import type postgres from 'postgres'
import { answerOf } from './answer.ts'
import { behindOf, clientOf, sourceOf } from './client-rows.ts'
import { refreshWorkspaces } from './refresh.ts'
import type { RefreshSettings } from './settings.ts'
import { readWorkspaceRows } from './workspace-rows.ts'

/** After that much silence a line says that the connection is alive. */
const WAITING_MS = 5000

/**
 * Refreshes a dashboard and tells how it goes, a line of JSON an event: each workspace's row as soon as it was read, and the whole answer at the end.
 * A reader that hangs up ends the refresh; what was read is kept.
 */
export function streamRefresh(options: {
  sql: postgres.Sql
  agencyId: string
  dashboard: DashboardName
  workspaceIds: readonly string[] | null
  settings: RefreshSettings
}): ReadableStream<Uint8Array> {
  const { sql, agencyId, dashboard, workspaceIds, settings } = options
  const gone = new AbortController()
  const encoder = new TextEncoder()

  async function run(send: (event: RefreshEvent) => void): Promise<void> {
    let expected = 0
    let done = 0
    let quietSince = Date.now()
    const tell = (event: RefreshEvent): void => {
      quietSince = Date.now()
      send(event)
    }
    const pulse = setInterval(() => {
      if (Date.now() - quietSince >= WAITING_MS) tell({ type: 'waiting', done, expected })
    }, 1000)
    try {
      const outcome = await refreshWorkspaces({
        sql,
        agencyId,
        source: sourceOf[dashboard],
        settings,
        which: 'all',
        workspaceIds,
        signal: gone.signal,
        onStart(count) {
          if (count === expected && done > 0) return
          expected = count
          tell({ type: 'start', expected })
        },
        async onWorkspace(id, failure) {
          const [row] = await readWorkspaceRows(sql, agencyId, [id])
          // Counted where it is told: rows that were read at the same time keep their order.
          done++
          if (!row) return tell({ type: 'waiting', done, expected })
          const now = Date.now()
          const { code, message } = failure ?? {}
          const behind =
            behindOf(dashboard, row, now) ??
            (code === undefined || message === undefined
              ? null
              : { id, name: row.name, asOf: clientOf(dashboard, row, now)?.asOf ?? null, code, message })
          if (behind) tell({ type: 'failed', done, expected, workspace: behind })
          else tell({ type: 'workspace', done, expected, client: clientOf(dashboard, row, now) })
        },
      })
      if (outcome.state === 'unknown')
        return tell({ type: 'problem', code: outcome.failure.code, message: outcome.failure.message })
      if (outcome.state === 'not connected')
        return tell({
          type: 'problem',
          code: 'NOT_CONNECTED',
          message: 'No instance of Email Bison is connected. An admin connects it.',
        })
      const rows = await readWorkspaceRows(sql, agencyId, workspaceIds)
      tell({ type: 'end', answer: answerOf(dashboard, agencyId, rows, Date.now()) })
    } finally {
      clearInterval(pulse)
    }
  }

  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (event: RefreshEvent): void => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      }
      try {
        await run(send)
      } catch (error) {
        console.error(JSON.stringify({ agency_id: agencyId, error: String(error) }))
        send({
          type: 'problem',
          code: 'INTERNAL',
          message: 'The refresh failed here. What was read is kept. Try again.',
        })
      }
      if (!gone.signal.aborted) controller.close()
    },
    cancel() {
      gone.abort()
    },
  })
}
