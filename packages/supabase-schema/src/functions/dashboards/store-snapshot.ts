import type postgres from 'postgres'
import type { Transaction } from '../runtime/database.ts'
import type { SenderRow, SendersData } from './senders-source.ts'
import type { StatsData } from './stats-source.ts'
import type { VendorError } from './vendor-error.ts'
import type { Source } from './workspace-rows.ts'

/** Whose snapshot it is. */
export interface SnapshotKey {
  workspaceId: string
  agencyId: string
  source: Source
}

/** Figures to keep, and the sender accounts that they are the sums of. */
export type Figures =
  | { source: 'stats'; data: StatsData; vendorTime: number | null }
  | { source: 'senders'; data: SendersData; rows: readonly SenderRow[]; vendorTime: number | null }

/**
 * Takes the turn to read a workspace for some seconds; false when another reader has it, or has read it already.
 *
 * @param sinceMs - How long ago the refresh began, in milliseconds: what was read after that is not read again.
 */
export async function claimSnapshot(
  sql: postgres.Sql,
  key: SnapshotKey,
  { seconds, sinceMs }: { seconds: number; sinceMs: number },
): Promise<boolean> {
  const { workspaceId, agencyId, source } = key
  const claimed = await sql`
    insert into public.workspace_snapshots as s (workspace_id, source, agency_id, claimed_until)
    select id, ${source}, agency_id, clock_timestamp() + make_interval(secs => ${seconds}) from public.workspaces
    where id = ${workspaceId} and agency_id = ${agencyId}
    on conflict (workspace_id, source) do update set claimed_until = excluded.claimed_until
    where (s.claimed_until is null or s.claimed_until < clock_timestamp())
      and (s.attempted_at is null or s.attempted_at < clock_timestamp() - make_interval(secs => ${sinceMs / 1000}))`
  return claimed.count > 0
}

/** Whether nobody reads a workspace now. */
export async function isUnclaimed(sql: postgres.Sql, { workspaceId, source }: SnapshotKey): Promise<boolean> {
  const rows = await sql`
    select from public.workspace_snapshots where workspace_id = ${workspaceId} and source = ${source} and claimed_until >= clock_timestamp()`
  return rows.length === 0
}

/** Gives the turn back without a result. */
export async function releaseSnapshot(
  sql: postgres.Sql,
  { workspaceId, source }: SnapshotKey,
): Promise<void> {
  await sql`update public.workspace_snapshots set claimed_until = null where workspace_id = ${workspaceId} and source = ${source}`
}

async function replaceSenders(sql: Transaction, key: SnapshotKey, rows: readonly SenderRow[]): Promise<void> {
  await sql`delete from public.sender_accounts where workspace_id = ${key.workspaceId}`
  await sql`
    insert into public.sender_accounts (workspace_id, agency_id, vendor_id, email, name, type, status, is_connected, warmup_enabled, daily_limit,
      emails_sent_count, bounced_count, replied_count, interested_count, tags)
    select ${key.workspaceId}, ${key.agencyId}, r.vendor_id, r.email, r.name, r.type, r.status, r.is_connected, r.warmup_enabled, r.daily_limit,
      r.emails_sent_count, r.bounced_count, r.replied_count, r.interested_count, r.tags
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) r (vendor_id text, email text, name text, type text, status text, is_connected boolean,
      warmup_enabled boolean, daily_limit integer, emails_sent_count integer, bounced_count integer, replied_count integer, interested_count integer, tags text[])`
}

/** Keeps a workspace's figures in place of the ones before, and gives the turn back. */
export async function keepFigures(
  sql: postgres.Sql,
  key: SnapshotKey,
  figures: Figures,
  timing: { durationMs: number; refreshSeconds: number },
): Promise<void> {
  await sql.begin(async (transaction) => {
    if (figures.source === 'senders') await replaceSenders(transaction, key, figures.rows)
    await transaction`
      update public.workspace_snapshots set data = ${JSON.stringify(figures.data)}::text::jsonb, fetched_at = clock_timestamp(),
        data_as_of = clock_timestamp() - make_interval(secs => ${timing.durationMs / 1000}), duration_ms = ${Math.round(timing.durationMs)},
        attempted_at = clock_timestamp(), failure_code = null, failure_message = null, failure_count = 0, claimed_until = null,
        next_refresh_at = clock_timestamp() + make_interval(secs => ${timing.refreshSeconds})
      where workspace_id = ${key.workspaceId} and source = ${key.source}`
  })
}

/** Keeps why a reading failed beside the figures of before. The next try waits longer with each failure, up to 15 minutes. */
export async function keepFailure(
  sql: postgres.Sql,
  { workspaceId, source }: SnapshotKey,
  failure: VendorError,
  refreshSeconds: number,
): Promise<void> {
  await sql`
    update public.workspace_snapshots set attempted_at = clock_timestamp(), failure_code = ${failure.code}, failure_message = ${failure.message},
      failure_count = failure_count + 1, claimed_until = null,
      next_refresh_at = clock_timestamp() + least(make_interval(secs => ${refreshSeconds} * 2 ^ least(failure_count, 10)), interval '15 minutes')
    where workspace_id = ${workspaceId} and source = ${source}`
}
