import type { FieldPolicy } from '@headwater/core/contracts'

/** What becomes of a record's values. */
export interface Policies {
  field_policies: Readonly<Record<string, FieldPolicy>>
  newest_by: string | null
}

/** Writes text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function arrayOf(names: readonly string[]): string {
  return `array[${names.map(literal).join(', ')}]::text[]`
}

/** Whether the row is newer than the record; false where the row has no date. */
function isNewer(newestBy: string | null): string {
  if (newestBy === null) return 'r.updated_at < j.created_at'
  const name = literal(newestBy)
  // Dates are stored as `YYYY-MM-DD` or in UTC to the millisecond: as text they are in order.
  return `coalesce((d.data ->> ${name}) collate "C" > (r.data ->> ${name}) collate "C", d.data ? ${name})`
}

/**
 * Writes the SQL expression of a record's data after a row: `r.data` is what the record has, `d.data` what the row brings, `j.created_at` when the
 * import was asked for. Blank cells are not in `d.data`, so that they change nothing.
 */
export function mergeExpression({ field_policies: policies, newest_by: newestBy }: Policies): string {
  const named = (policy: FieldPolicy) =>
    Object.keys(policies).filter((name) => policies[name] === policy && name !== newestBy)
  const [never, fill, newest] = [named('never'), named('fill_blank'), named('newest')]
  if (newestBy !== null) newest.push(newestBy)
  const held = [...never, ...fill, ...newest]
  const parts = [held.length === 0 ? 'd.data' : `(d.data - ${arrayOf(held)})`]
  for (const name of fill.map(literal))
    parts.push(
      `case when d.data ? ${name} and nullif(btrim(r.data ->> ${name}, headwater.white_space()), '') is null then jsonb_build_object(${name}, d.data -> ${name}) else '{}' end`,
    )
  if (newest.length > 0)
    parts.push(
      `case when ${isNewer(newestBy)} then (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(d.data) where key = any (${arrayOf(newest)})) else '{}' end`,
    )
  return `(r.data || ${parts.join(' || ')})`
}
