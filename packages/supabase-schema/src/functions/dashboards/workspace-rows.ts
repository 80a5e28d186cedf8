import * as z from 'zod/mini'
import type { Transaction } from '../runtime/database.ts'
import { sendersDataSchema } from './senders-source.ts'
import { statsDataSchema } from './stats-source.ts'
import type postgres from 'postgres'

/** What a workspace's figures are read from. */
export type Source = 'stats' | 'senders'

/** A row's snapshot of one source: the last good figures, and how the last try ended. */
function snapshotOf<Schema extends z.ZodMiniType>(data: Schema) {
  return z.object({
    data,
    as_of: z.nullable(z.string()),
    failure_code: z.nullable(z.string()),
    failure_message: z.nullable(z.string()),
  })
}

// Figures that another version of the functions wrote count as not read.
const lenient = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.transform((value) => (schema.safeParse(value).success ? value : null)),
    z.nullable(schema),
  )

const rowSchema = z.object({
  id: z.string(),
  agency_id: z.string(),
  vendor_id: z.string(),
  name: z.string(),
  stats: snapshotOf(lenient(statsDataSchema)),
  senders: snapshotOf(lenient(sendersDataSchema)),
  monthly_kpi: z.nullable(z.int()),
  price_per_lead_minor: z.nullable(z.coerce.number()),
  monthly_cost_minor: z.nullable(z.coerce.number()),
  currency: z.nullable(z.string()),
})

/** A tracked workspace with its figures and what admins know of it. */
export type WorkspaceRow = z.infer<typeof rowSchema>

/** Reads an agency's tracked workspaces, by name: all, or those with the given ids. */
export async function readWorkspaceRows(
  sql: postgres.Sql | Transaction,
  agencyId: string,
  ids: readonly string[] | null = null,
): Promise<WorkspaceRow[]> {
  const rows = await sql`
    select w.id, w.agency_id, w.vendor_id, w.name, t.monthly_kpi, t.price_per_lead_minor, t.monthly_cost_minor, t.currency,
      jsonb_build_object('data', st.data, 'as_of', st.data_as_of, 'failure_code', st.failure_code, 'failure_message', st.failure_message) stats,
      jsonb_build_object('data', se.data, 'as_of', se.data_as_of, 'failure_code', se.failure_code, 'failure_message', se.failure_message) senders
    from public.workspaces w
    left join public.workspace_targets t on t.workspace_id = w.id and t.agency_id = w.agency_id
    left join public.workspace_snapshots st on st.workspace_id = w.id and st.source = 'stats'
    left join public.workspace_snapshots se on se.workspace_id = w.id and se.source = 'senders'
    where w.agency_id = ${agencyId} and w.is_tracked and w.removed_at is null
      and (${ids === null} or w.id = any(${ids ?? []}::uuid[]))
    order by w.name, w.id`
  return z.array(rowSchema).parse(rows)
}
