import type { LocalSupabase } from '@headwater/local-supabase'
import type postgres from 'postgres'
import { until } from './data-hub.ts'

/** The most time that a job may take under fire. */
const DEADLINE_MS = 200_000

/** How long after a commit a kill comes at most: each hits another moment of the batch. */
const JITTER_MS = 60

/** Calls the import worker, as the schedule does while a message waits. */
function kick(stack: LocalSupabase): void {
  void fetch(`${stack.functionsUrl}/import-worker`, {
    method: 'POST',
    headers: { apikey: stack.secretKey },
  }).catch(() => undefined)
}

/** Kills the import worker again and again, some random milliseconds after a commit, until the job has ended. Gives how often. */
export async function runUnderFire(
  { stack, sql }: { stack: LocalSupabase; sql: postgres.Sql },
  { jobId, kills }: { jobId: string; kills: number },
): Promise<number> {
  async function now(): Promise<{ status: string; moment: string }> {
    const [row] = await sql`
      select status, coalesce(checkpoint::text, '') || xmin::text as moment from public.import_jobs where id = ${jobId}`
    return { status: String(row?.['status']), moment: String(row?.['moment']) }
  }
  let killed = 0
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline;) {
    kick(stack)
    const before = await now()
    if (before.status === 'completed') break
    await until(now, ({ moment }) => moment !== before.moment)
    if (killed >= kills) continue
    const later = Date.now() + Math.random() * JITTER_MS
    await until(
      async () => Date.now(),
      (time) => time >= later,
    )
    const pid = stack.functions.pid('import-worker')
    if (pid === null) continue
    process.kill(pid, 'SIGKILL')
    killed++
  }
  return killed
}
