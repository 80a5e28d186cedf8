import type postgres from 'postgres'
import type { Connection } from './connection.ts'
import type { HealthLog } from './health-log.ts'
import { VendorError, vendorErrorOf } from './vendor-error.ts'
import { workspaceListSchema } from './vendor-schemas.ts'

/**
 * Brings the agency's workspaces in step with the vendor's list: new ones come, renamed ones are renamed, missing ones are marked as removed.
 *
 * @returns why the list could not be read, or null.
 */
export async function discoverWorkspaces(
  sql: postgres.Sql,
  agencyId: string,
  connection: Connection,
  log: HealthLog,
): Promise<VendorError | null> {
  try {
    const { data } = await connection.instance.request({
      path: '/workspaces/v1.1',
      schema: workspaceListSchema,
    })
    const listed = data.data.map(({ id, name }) => ({ vendor_id: String(id), name: name.slice(0, 300) }))
    await sql.begin(async (transaction) => {
      const [known] = await transaction`
        select count(*)::integer count from public.workspaces where agency_id = ${agencyId} and removed_at is null`
      // A list that is suddenly empty is a fault of the vendor sooner than the end of every client.
      if (listed.length === 0 && Number(known?.['count']) > 0)
        throw new VendorError('VENDOR_INVALID', { fieldPath: 'data' })
      await transaction`
        insert into public.workspaces as w (agency_id, vendor_id, name)
        select distinct on (vendor_id) ${agencyId}::uuid, vendor_id, name from json_to_recordset(${JSON.stringify(listed)}::text::json) l (vendor_id text, name text)
        on conflict (agency_id, vendor, vendor_id) do update set name = excluded.name, removed_at = null
        where w.name <> excluded.name or w.removed_at is not null`
      await transaction`
        update public.workspaces set removed_at = now()
        where agency_id = ${agencyId} and removed_at is null and vendor_id <> all(${listed.map(({ vendor_id }) => vendor_id)}::text[])`
      await transaction`
        update public.workspace_connections set discovered_at = now(), discovery_error = null where agency_id = ${agencyId}`
    })
    return null
  } catch (error) {
    const failure = vendorErrorOf(error)
    if (failure.code === 'CANCELLED') return failure
    if (failure.code === 'VENDOR_INVALID' || failure.code === 'VENDOR_MALFORMED') log.invalid(failure, null)
    if (failure.code === 'INTERNAL')
      console.error(JSON.stringify({ agency_id: agencyId, error: String(failure.cause) }))
    await sql`update public.workspace_connections set discovery_error = ${failure.message} where agency_id = ${agencyId}`
    return failure
  }
}
