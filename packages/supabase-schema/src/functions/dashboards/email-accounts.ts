import type { EmailAccountPage } from '@headwater/core/contracts'
import * as z from 'zod/mini'
import type { Transaction } from '../runtime/database.ts'
import { ProblemError } from '../runtime/problem.ts'

const pageSchema = z.object({
  offset: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(5000))),
})

/** Reads a page of an agency's sender accounts, by workspace and address. */
export async function readEmailAccounts(
  sql: Transaction,
  agencyId: string,
  ids: readonly string[] | null,
  query: Readonly<Record<string, string>>,
): Promise<EmailAccountPage> {
  const page = pageSchema.safeParse(query)
  if (!page.success)
    throw new ProblemError(
      'VALIDATION_FAILED',
      'offset and limit are whole numbers; limit is at most 5,000.',
      {
        issues: page.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
      },
    )
  const { offset = 0, limit = 5000 } = page.data
  const [row] = await sql<{ accounts: EmailAccountPage['accounts']; total: number }[]>`
    with wanted as (
      select a.*, w.name workspace_name from public.sender_accounts a join public.workspaces w on w.id = a.workspace_id
      where a.agency_id = ${agencyId} and w.agency_id = ${agencyId} and w.is_tracked and w.removed_at is null
        and (${ids === null} or w.id = any(${ids ?? []}::uuid[]))
    ), page as (select * from wanted order by workspace_name, email, vendor_id offset ${offset} limit ${limit})
    select (select count(*)::integer from wanted) total, coalesce(jsonb_agg(jsonb_build_object(
      'id', p.workspace_id || ':' || p.vendor_id, 'workspaceId', p.workspace_id, 'workspaceName', p.workspace_name, 'email', p.email, 'name', p.name,
      'type', p.type, 'status', p.status, 'isConnected', p.is_connected, 'warmupEnabled', p.warmup_enabled, 'dailyLimit', p.daily_limit,
      'emailsSent', p.emails_sent_count, 'bounced', p.bounced_count, 'replied', p.replied_count, 'interested', p.interested_count, 'tags', to_jsonb(p.tags))
      order by p.workspace_name, p.email, p.vendor_id), '[]') accounts from page p`
  return { accounts: row?.accounts ?? [], total: row?.total ?? 0 }
}
