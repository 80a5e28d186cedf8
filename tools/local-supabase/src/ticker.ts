import type postgres from 'postgres'
import { cronMatcher, everySeconds } from './cron.ts'

interface Job {
  jobid: number
  jobname: string | null
  schedule: string
  command: string
}

interface QueuedRequest {
  id: number
  method: string
  url: string
  headers: Record<string, string> | null
  body: Buffer | null
  timeout_milliseconds: number
}

/** Runs what `cron.schedule` planned and sends what `net.http_post` queued. */
export interface Ticker {
  stop(): Promise<void>
}

async function send(request: QueuedRequest) {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      ...(request.body ? { body: new Uint8Array(request.body) } : {}),
      signal: AbortSignal.timeout(request.timeout_milliseconds),
    })
    return {
      id: request.id,
      status_code: response.status,
      content: await response.text(),
      timed_out: false,
      error_msg: null,
    }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return { id: request.id, status_code: null, content: null, timed_out: timedOut, error_msg: String(error) }
  }
}

/** Starts the ticker. `sql` runs the jobs as role postgres; `admin` reads the queue of requests. */
export async function startTicker(options: {
  sql: postgres.Sql
  admin: postgres.Sql
  log: (line: string) => void
}): Promise<Ticker> {
  const { sql, admin, log } = options
  const running = new Set<number>()
  const lastRun = new Map<number, number>()
  let minute = Math.floor(Date.now() / 60_000)
  let stopped = false
  let draining: Promise<void> | null = null

  async function run(job: Job): Promise<void> {
    if (running.has(job.jobid)) return
    running.add(job.jobid)
    try {
      await sql.unsafe(job.command)
    } catch (error) {
      if (!stopped) log(`[cron] ${job.jobname ?? job.jobid}: ${String(error)}`)
    } finally {
      running.delete(job.jobid)
    }
  }

  function isDue(job: Job, now: number, isNewMinute: boolean): boolean {
    const seconds = everySeconds(job.schedule)
    if (seconds === null) return isNewMinute && cronMatcher(job.schedule)(new Date(now))
    const last = lastRun.get(job.jobid) ?? now
    const due = now - last >= seconds * 1000 - 50
    if (due || !lastRun.has(job.jobid)) lastRun.set(job.jobid, now)
    return due
  }

  async function tick(): Promise<void> {
    const now = Date.now()
    const isNewMinute = Math.floor(now / 60_000) !== minute
    minute = Math.floor(now / 60_000)
    const jobs = await sql<Job[]>`select jobid, jobname, schedule, command from cron.job where active`
    await Promise.all(jobs.filter((job) => isDue(job, now, isNewMinute)).map(run))
  }

  // One pass sends what is queued when it begins; slow answers don't hold back later requests.
  async function drain(): Promise<void> {
    const requests = await admin<QueuedRequest[]>`
      delete from net.http_request_queue where id in (select id from net.http_request_queue order by id limit 200) returning *`
    for (const request of requests) {
      void send(request).then(async (result) => {
        if (!stopped) await admin`insert into net._http_response ${admin(result)}`.catch(() => undefined)
      })
    }
    if (requests.length > 0 && !stopped) await drain()
  }

  function drainOnce(): void {
    draining = (draining ?? Promise.resolve()).then(drain).catch((error: unknown) => {
      if (!stopped) log(`[net] ${String(error)}`)
    })
  }

  await admin.listen('net_http', drainOnce)
  drainOnce()
  const timer = setInterval(() => {
    tick().catch((error: unknown) => {
      if (!stopped) log(`[cron] ${String(error)}`)
    })
  }, 250)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await draining
    },
  }
}
