import { cpuUsage } from 'node:process'
import type postgres from 'postgres'
import { noteCaches } from './cache-metadata.ts'
import { openConnection, type Connection } from './connection.ts'
import { discoverWorkspaces } from './discover.ts'
import { createHealthLog, type HealthLog } from './health-log.ts'
import { fetchSenders } from './senders-source.ts'
import type { RefreshSettings } from './settings.ts'
import { forEachInWindow } from './sliding-window.ts'
import { fetchStats } from './stats-source.ts'
import {
  claimSnapshot,
  isUnclaimed,
  keepFailure,
  keepFigures,
  releaseSnapshot,
  type Figures,
} from './store-snapshot.ts'
import { sleep } from './token-bucket.ts'
import { VendorError, vendorErrorOf } from './vendor-error.ts'
import type { Source } from './workspace-rows.ts'

/** What {@link refreshWorkspaces} takes. */
export interface RefreshOptions {
  sql: postgres.Sql
  agencyId: string
  source: Source
  settings: RefreshSettings
  /** `all`: every tracked workspace, or those with `workspaceIds`. `due`: those whose time has come. */
  which: 'all' | 'due'
  workspaceIds?: readonly string[] | null
  /** Ends the refresh early; what was read is kept. */
  signal: AbortSignal
  /** Hears how many workspaces will be read; again when the vendor lists more. */
  onStart?: (expected: number) => void
  /** Hears of each workspace as soon as it was read, or could not be. */
  onWorkspace?: (workspaceId: string, failure: VendorError | null) => Promise<void> | void
}

/** How a refresh ended. `spent`: time was over before every workspace had its turn. `unknown`: the vendor gave no list, and no workspace is known. */
export type RefreshOutcome =
  | { state: 'done' | 'spent' | 'not connected' }
  | { state: 'unknown'; failure: VendorError }

interface Target {
  id: string
  vendorId: string
}

/** A vendor's clock that is further off than this is noted, in milliseconds. */
const SKEW_MS = 120_000

function cpuMs(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}

async function readTargets(options: RefreshOptions): Promise<Target[]> {
  const { sql, agencyId, source, which, workspaceIds = null, settings } = options
  return sql<Target[]>`
    select w.id, w.vendor_id "vendorId" from public.workspaces w
    left join public.workspace_snapshots s on s.workspace_id = w.id and s.source = ${source}
    where w.agency_id = ${agencyId} and w.is_tracked and w.removed_at is null
      and (${workspaceIds === null} or w.id = any(${workspaceIds ?? []}::uuid[]))
      and (${which === 'all'} or coalesce(s.next_refresh_at, '-infinity') <= now())
      and (s.failure_count is distinct from 0 or s.fetched_at is null or s.fetched_at < now() - make_interval(secs => ${settings.minAgeMs / 1000}))
    order by s.fetched_at nulls first, w.name`
}

async function fetchFigures(connection: Connection, source: Source, target: Target): Promise<Figures> {
  const client = await connection.workspace(target)
  return source === 'stats'
    ? { source, ...(await fetchStats(client, Date.now())) }
    : { source, ...(await fetchSenders(client)) }
}

/** Reads one workspace, or waits for the reader that does. Never throws. */
async function refreshOne(
  options: RefreshOptions,
  connection: Connection,
  log: HealthLog,
  target: Target,
  sinceMs: number,
): Promise<VendorError | null> {
  const { sql, agencyId, source, settings, signal } = options
  const key = { workspaceId: target.id, agencyId, source }
  const refreshSeconds = connection.refreshSeconds[source]
  try {
    signal.throwIfAborted()
    if (!(await claimSnapshot(sql, key, { seconds: settings.deadlineMs / 1000, sinceMs }))) {
      while (!(await isUnclaimed(sql, key))) await sleep(150, signal)
      return null
    }
  } catch (error) {
    return signal.aborted ? new VendorError('CANCELLED') : vendorErrorOf(error)
  }
  const startedAt = performance.now()
  try {
    const figures = await fetchFigures(connection, source, target)
    const { vendorTime } = figures
    if (vendorTime !== null && Math.abs(vendorTime - Date.now()) > SKEW_MS)
      log.note(
        'CLOCK_SKEW',
        'Email Bison’s clock differs from ours by over two minutes. Ages are counted by ours.',
        target.id,
      )
    await keepFigures(sql, key, figures, { durationMs: performance.now() - startedAt, refreshSeconds })
    return null
  } catch (error) {
    const failure = signal.aborted ? new VendorError('CANCELLED') : vendorErrorOf(error)
    if (failure.code === 'INTERNAL')
      console.error(JSON.stringify({ workspace_id: target.id, error: String(failure.cause) }))
    if (failure.code === 'VENDOR_INVALID' || failure.code === 'VENDOR_MALFORMED')
      log.invalid(failure, target.id)
    // A failure to write it down must not hold up the others: the claim ends by itself.
    await (
      failure.code === 'CANCELLED'
        ? releaseSnapshot(sql, key)
        : keepFailure(sql, key, failure, refreshSeconds)
    ).catch((cause: unknown) =>
      console.error(JSON.stringify({ workspace_id: target.id, error: String(cause) })),
    )
    return failure
  }
}

/**
 * Reads an agency's workspaces from the vendor, a window of them at a time, and keeps each one's figures as soon as they are there. A workspace
 * that fails leaves the others, and its figures of before. Two refreshes at once read nothing twice.
 */
export async function refreshWorkspaces(options: RefreshOptions): Promise<RefreshOutcome> {
  const { sql, agencyId, source, settings, which, onStart, onWorkspace } = options
  const startedAt = performance.now()
  const cpuStartedAt = cpuMs()
  const deadline = AbortSignal.timeout(settings.deadlineMs)
  const signal = AbortSignal.any([options.signal, deadline])
  let isSpent = false
  const limited = { ...options, signal }
  const log = createHealthLog(sql, agencyId)
  const connection = await openConnection({ sql, agencyId, settings, signal, log })
  if (!connection) return { state: 'not connected' }
  const isListed = connection.isDiscoveryDue || which === 'all'
  const discovery = isListed ? discoverWorkspaces(sql, agencyId, connection, log) : Promise.resolve(null)
  const seen = new Set<string>()
  let expected = 0

  const readAll = async (targets: readonly Target[]): Promise<void> => {
    const fresh = targets.filter(({ id }) => !seen.has(id))
    for (const { id } of fresh) seen.add(id)
    expected += fresh.length
    onStart?.(expected)
    await forEachInWindow(fresh, settings.concurrency, async (target) => {
      isSpent ||= cpuMs() - cpuStartedAt > settings.cpuBudgetMs
      const failure = isSpent
        ? new VendorError('CANCELLED')
        : await refreshOne(limited, connection, log, target, performance.now() - startedAt)
      await onWorkspace?.(target.id, failure)
    })
  }

  const first = await readTargets(options)
  if (first.length > 0) await readAll(first)
  const unlisted = await discovery
  // What the vendor lists since then comes after what was known.
  if (isListed) await readAll(await readTargets(options))
  await log.flush()
  await noteCaches(sql, agencyId, source, performance.now() - startedAt)
  if (unlisted && expected === 0) return { state: 'unknown', failure: unlisted }
  return { state: isSpent || signal.aborted ? 'spent' : 'done' }
}
