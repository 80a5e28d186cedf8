import { createHub } from '@headwater/core'
import { createDashboards } from '@headwater/core/dashboards'
import { startEmailBisonEmulator, type EmailBisonEmulator } from '@headwater/emulators'
import { startLocalSupabase, type LocalSupabase } from '@headwater/local-supabase'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { parseArgs } from 'node:util'
import postgres from 'postgres'

/** The spec's batch size, and our window's. */
const AT_ONCE = 5
const SNAPSHOT_READS = 40

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** One workspace as the refresh worker reads it: figures of three spans, asked for at once. */
async function readWorkspace(bison: EmailBisonEmulator, id: number): Promise<void> {
  const day = new Date().toISOString().slice(0, 10)
  await Promise.all(
    [day, day, `${day.slice(0, 7)}-01`].map(async (start) => {
      const url = `${bison.url}/api/workspaces/v1.1/stats?start_date=${start}&end_date=${day}`
      const response = await fetch(url, { headers: { authorization: `Bearer ${bison.tokenOf(id)}` } })
      await response.json()
    }),
  )
}

/** (a) The spec's batches in lock-step: the next five begin when the last five have all ended. Reads only; nothing is stored. */
async function lockStepMs(bison: EmailBisonEmulator): Promise<number> {
  const ids = bison.workspaceIds()
  const startedAt = performance.now()
  for (let at = 0; at < ids.length; at += AT_ONCE)
    await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => readWorkspace(bison, id)))
  return performance.now() - startedAt
}

function dashboardsOf(supabase: SupabaseClient) {
  const hub = createHub({ supabase, timeoutMs: 120_000 })
  const dashboards = createDashboards(hub, { persistence: null, reportEveryMs: null })
  return {
    dashboards,
    close() {
      dashboards.close()
      hub.close()
    },
  }
}

/** (b) Our forced refresh, through the function and into the client's cache: stored, streamed, shown. */
async function refreshMs(
  supabase: SupabaseClient,
): Promise<{ totalMs: number; firstMs: number; current: number }> {
  const { dashboards, close } = dashboardsOf(supabase)
  await dashboards.fetchKPIData()
  let firstMs = 0
  const startedAt = performance.now()
  const { data } = await dashboards.fetchKPIData({
    force: true,
    onProgress: (progress) => {
      if (firstMs === 0 && progress.state === 'refreshing' && progress.done > 0)
        firstMs = performance.now() - startedAt
    },
  })
  const totalMs = performance.now() - startedAt
  close()
  return { totalMs, firstMs, current: data.coverage.current }
}

/** (c) A page that opens: its first answer, all workspaces in it. */
async function snapshotMs(supabase: SupabaseClient): Promise<number> {
  const { dashboards, close } = dashboardsOf(supabase)
  const startedAt = performance.now()
  await dashboards.fetchKPIData()
  const ms = performance.now() - startedAt
  close()
  return ms
}

async function connect(stack: LocalSupabase, bison: EmailBisonEmulator): Promise<SupabaseClient> {
  const supabase = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  await supabase.auth.signUp({ email: 'bench@example.com', password: 'correct horse battery' })
  await supabase.rpc('set_email_bison_connection', {
    base_url: 'https://bison.example.com',
    token: bison.token,
  })
  return supabase
}

/** Measures one size of agency; `pace` 10 lets the vendor answer ten times as fast. */
async function measure(options: { workspaces: number; rounds: number; pace: number }) {
  const { workspaces, rounds, pace } = options
  await using bison = await startEmailBisonEmulator({ workspaces, requestsPerMinute: 1_000_000 })
  await using stack = await startLocalSupabase({
    functionEnv: {
      HEADWATER_EMAIL_BISON_URL: bison.url,
      HEADWATER_REFRESH_CONCURRENCY: String(AT_ONCE),
      HEADWATER_REFRESH_MIN_AGE_MS: '1',
      // The default, at the vendor's pace.
      HEADWATER_VENDOR_REQUESTS_PER_SECOND: String(40 * pace),
      HEADWATER_VENDOR_TIMEOUT_MS: '30000',
      HEADWATER_REFRESH_DEADLINE_MS: '140000',
    },
  })
  const sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  await sql`update cron.job set active = false`
  await sql.end()
  const supabase = await connect(stack, bison)
  // Workspaces and their tokens are known, as they are after the first hour.
  await refreshMs(supabase)
  const runs: { lockStep: number; refresh: number; first: number; current: number }[] = []
  for (let round = 0; round < rounds; round++) {
    // Both wait for the same vendor: one draw a workspace, the same in (a) and (b).
    bison.control({
      latency: { medianMs: 1200 / pace, p95Ms: 3000 / pace, per: 'workspace', seed: 100 + round },
    })
    const lockStep = await lockStepMs(bison)
    const { totalMs, firstMs, current } = await refreshMs(supabase)
    runs.push({ lockStep, refresh: totalMs, first: firstMs, current })
  }
  const reads: number[] = []
  for (let index = 0; index < SNAPSHOT_READS; index++) reads.push(await snapshotMs(supabase))
  return {
    workspaces,
    lockStepMs: median(runs.map((run) => run.lockStep)),
    refreshMs: median(runs.map((run) => run.refresh)),
    firstWorkspaceMs: median(runs.map((run) => run.first)),
    ratio: median(runs.map((run) => run.refresh / run.lockStep)),
    allCurrent: runs.every((run) => run.current === workspaces),
    snapshotMs: median(reads),
    slowestSnapshotMs: Math.max(...reads),
  }
}

/** `pnpm bench dashboards`: a forced refresh against lock-step batches of the same size, and what a page waits for. `--real-time` reads 270 workspaces at the vendor's true pace. */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '3' }, 'real-time': { type: 'boolean', default: false } },
  })
  const small = await measure({ workspaces: 27, rounds: Number(values.rounds), pace: 1 })
  const large = await measure({
    workspaces: 270,
    rounds: values['real-time'] ? 1 : 3,
    pace: values['real-time'] ? 1 : 10,
  })
  const rounded = [small, large].map((figures) =>
    Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [
        name,
        typeof value === 'number' ? Number(value.toFixed(name === 'ratio' ? 3 : 0)) : value,
      ]),
    ),
  )
  console.table(rounded)
  return {
    ratio: Number(small.ratio.toFixed(3)),
    ratio_270: Number(large.ratio.toFixed(3)),
    first_workspace_ms: Math.round(small.firstWorkspaceMs),
    full_paint_ms: Math.round(small.snapshotMs),
    full_paint_270_ms: Math.round(large.snapshotMs),
    all_current: small.allCurrent && large.allCurrent,
  }
}
