import { timingSafeEqual } from 'node:crypto'
import { commitEffect, LostTurnError } from './commit.ts'
import { firstCheckpoint, readJob, takeMessage, type Message } from './job.ts'
import { runSlice, type SliceOptions } from './slice.ts'

/** How often a message may be taken without progress before its job is given up. */
const MAX_READS = 5

/** What the worker is made of. */
export interface ImportWorkerOptions extends SliceOptions {
  /** Keys that may call the worker, in the `apikey` header. */
  secretKeys: readonly string[]
  /** Slices of one tenant that run at a time, however many imports it has. */
  slicesPerTenant: number
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [new TextEncoder().encode(left), new TextEncoder().encode(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Imports files, a slice an invocation: takes one message, works for its CPU budget, and hands the rest back to the queue. Any number of workers may run;
 * one that is killed loses nothing and repeats nothing, because each batch commits its effect together with its position.
 */
export function createImportWorker(options: ImportWorkerOptions): {
  fetch(request: Request): Promise<Response>
} {
  const { sql, visibilitySeconds } = options

  async function forget(message: Message): Promise<void> {
    await sql`select pgmq.delete('import_jobs', ${message.id}::bigint)`
  }

  async function refuse(message: Message): Promise<void> {
    await sql`
      update public.import_jobs set status = 'failed', error_code = 'INTERNAL', finished_at = now(),
        error_message = 'The import’s settings can’t be read. Start it anew.'
      where id = ${message.importJobId} and status in ('pending', 'processing')`
    await forget(message)
  }

  async function work(message: Message): Promise<string> {
    const job = await readJob(sql, message.importJobId)
    if (job === 'unreadable') {
      await refuse(message)
      return 'refused'
    }
    if (!job || !['pending', 'processing'].includes(job.status)) {
      await forget(message)
      return 'nothing to do'
    }
    if (message.readCount - (job.checkpoint?.reads ?? 0) > MAX_READS) {
      const next = {
        kind: 'failed',
        code: 'INTERNAL',
        message: 'The import kept failing here. Try it again later.',
      } as const
      const after = job.checkpoint ?? firstCheckpoint
      const turn = { job, message, before: job.checkpoint, visibilitySeconds }
      await commitEffect(sql, turn, async () => ({ rejected: [], after, next }))
      return 'given up'
    }
    const outcome = await runSlice(options, job, message)
    if (outcome === 'more') await handOn(message)
    else await wakeNext()
    return outcome
  }

  /** The rest gets a new message, whose count of tries begins anew, and a worker of its own. */
  async function handOn(message: Message): Promise<void> {
    await sql.begin(async (transaction) => {
      const [deleted] = await transaction`select pgmq.delete('import_jobs', ${message.id}::bigint) deleted`
      if (deleted?.['deleted'] !== true) return
      await transaction`select pgmq.send('import_jobs', jsonb_build_object('import_job_id', ${message.importJobId}::text))`
      await transaction`select headwater.invoke_function('import-worker')`
    })
  }

  /** A tenant's other imports waited for this one's end. */
  async function wakeNext(): Promise<void> {
    await sql`select headwater.kick_import_worker()`
  }

  return {
    async fetch(request) {
      const key = request.headers.get('apikey') ?? ''
      if (!options.secretKeys.some((secret) => isSame(secret, key)))
        return Response.json({ error: 'A secret key is needed.' }, { status: 401 })
      const message = await takeMessage(sql, options)
      if (!message) return Response.json({ outcome: 'idle' })
      try {
        return Response.json({ outcome: await work(message) })
      } catch (error) {
        if (error instanceof LostTurnError) {
          await wakeNext()
          return Response.json({ outcome: 'lost turn' })
        }
        console.error(JSON.stringify({ import_job_id: message.importJobId, error: String(error) }))
        return Response.json({ outcome: 'failed' }, { status: 500 })
      }
    },
  }
}
