import type postgres from 'postgres'
import { hasSecretKey } from '../runtime/secret-key.ts'
import { sendDue } from './outbox.ts'

/** What the monitor is made of. */
export interface HealthMonitorOptions {
  sql: postgres.Sql
  /** Keys that may call the monitor, in the `apikey` header. */
  secretKeys: readonly string[]
  /** Replaces the origin of Slack's addresses: an emulator's. Null leaves them. */
  slackOrigin: string | null
  /** When a request to Slack is aborted, in milliseconds. */
  timeoutMs: number
  /** Messages of one call at most; the rest waits for the next. */
  maxMessages: number
}

/**
 * Watches the health of every agency: opens, updates and resolves incidents by the thresholds, and tells Slack once of each. The schedule calls it every
 * minute; what Slack did not take waits in the outbox.
 */
export function createHealthMonitor({
  sql,
  secretKeys,
  slackOrigin,
  timeoutMs,
  maxMessages,
}: HealthMonitorOptions): {
  fetch(request: Request): Promise<Response>
} {
  return {
    async fetch(request) {
      if (!hasSecretKey(request, secretKeys))
        return Response.json({ error: 'A secret key is needed.' }, { status: 401 })
      try {
        const [row] = await sql<{ changed: number }[]>`select headwater.update_incidents() changed`
        const messages = await sendDue(sql, { origin: slackOrigin, timeoutMs, limit: maxMessages })
        return Response.json({ changed: row?.changed ?? 0, ...messages })
      } catch (error) {
        console.error(JSON.stringify({ error: String(error) }))
        return Response.json({ outcome: 'failed' }, { status: 500 })
      }
    },
  }
}
