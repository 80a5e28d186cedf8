import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from './data-hub.ts'

let stack: LocalSupabase
let sql: postgres.Sql

beforeAll(async () => {
  stack = await startLocalSupabase()
  // One connection: what a test sets and makes is taken back with its transaction.
  sql = postgres(stack.adminDbUrl, { max: 1, onnotice: () => undefined })
})

afterAll(async () => {
  await sql.end()
  await stack.stop()
})

/** Columns that are looked up together, and by what. */
interface Lookup {
  schema: string
  table: string
  columns: string[]
  reason: string
}

interface PlanNode {
  'Index Name'?: string
  'Index Cond'?: string
  Plans?: PlanNode[]
}

type Database = postgres.Sql | postgres.TransactionSql

function foreignKeys(database: Database): Promise<Lookup[]> {
  return database<Lookup[]>`
    select n.nspname "schema", c.relname "table", 'foreign key ' || k.conname reason,
      array(select a.attname::text from unnest(k.conkey) with ordinality u (attnum, position)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum order by position) columns
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and n.nspname in ('public', 'headwater') order by 1, 2, 3`
}

/** The columns that policies compare with something about the caller: `column = (select auth.uid())`, `column in (select headwater.…())`. */
async function policyColumns(database: Database): Promise<Lookup[]> {
  const policies = await database<{ schema: string; table: string; name: string; condition: string }[]>`
    select schemaname "schema", tablename "table", policyname "name", concat_ws(' ', qual, with_check) condition
    from pg_policies where schemaname in ('public', 'headwater') order by 1, 2, 3`
  return policies.flatMap(({ schema, table, name, condition }) => {
    const compared = condition.matchAll(
      /(?<![\w."])(?:"?(\w+)"?\.)?"?(\w+)"? (?:=|IN) \(\s*SELECT (?:auth|headwater)\.\w+\(/g,
    )
    // A column of another table stands in a subquery, and has that table's own policies.
    const own = [...compared].filter(([, qualifier]) => qualifier === undefined || qualifier === table)
    return [...new Set(own.map(([, , column = '']) => column))].map((column) => ({
      schema,
      table,
      columns: [column],
      reason: `policy “${name}”`,
    }))
  })
}

/** The indexes that a plan finds rows by. */
function indexesOf(plan: PlanNode): string[] {
  const own = plan['Index Cond'] === undefined ? [] : [plan['Index Name'] ?? '']
  return [...own, ...(plan.Plans ?? []).flatMap(indexesOf)]
}

/**
 * Whether an index has the columns first, in any order; or has nothing but some of them, and finds one row at most by these.
 * An index that has them later is scanned whole.
 */
async function leadsWith(database: Database, index: string, lookup: Lookup): Promise<boolean> {
  const [found] = await database<{ unique: boolean; columns: string[] }[]>`
    select i.indisunique "unique", array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality u (attnum, position)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum order by position) columns
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relname = ${index} and n.nspname = ${lookup.schema}`
  if (!found) return false
  const first = found.columns.slice(0, lookup.columns.length)
  return (
    lookup.columns.every((column) => first.includes(column)) ||
    (found.unique && found.columns.every((column) => lookup.columns.includes(column)))
  )
}

/** Asks the planner whether an index finds the rows by the columns. */
async function isIndexed(database: Database, lookup: Lookup): Promise<boolean> {
  const { schema, table, columns } = lookup
  const types = await database<{ name: string; type: string }[]>`
    select attname "name", format_type(atttypid, atttypmod) "type" from pg_attribute
    where attrelid = ${`"${schema}"."${table}"`}::regclass and attnum > 0 and not attisdropped`
  const typeOf = new Map(types.map(({ name, type }) => [name, type]))
  const where = columns.map((column) => `"${column}" = (select null::${typeOf.get(column)})`).join(' and ')
  const [row] = await database.unsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
    `explain (format json) select from "${schema}"."${table}" where ${where}`,
  )
  const indexes = (row?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => indexesOf(Plan))
  const leading = await Promise.all(indexes.map((index) => leadsWith(database, index, lookup)))
  if (leading.includes(true)) return true
  // Several columns may also lead an index each.
  if (columns.length === 1) return false
  const alone = await Promise.all(
    columns.map((column) => isIndexed(database, { ...lookup, columns: [column] })),
  )
  return !alone.includes(false)
}

async function missingIndexes(database: Database): Promise<string[]> {
  await database`set local enable_seqscan = off`
  const lookups = [...(await foreignKeys(database)), ...(await policyColumns(database))]
  expect(lookups.length).toBeGreaterThan(20)
  const missing: string[] = []
  for (const lookup of lookups) {
    if (await isIndexed(database, lookup)) continue
    missing.push(`${lookup.schema}.${lookup.table} (${lookup.columns.join(', ')}): ${lookup.reason}`)
  }
  return missing
}

test('Every column of a foreign key, and every column that a policy compares with the caller, leads an index', async () => {
  expect(await sql.begin((transaction) => missingIndexes(transaction))).toEqual([])
})

test('A column without an index is named with its table', async () => {
  const done = new Error('rolled back')
  let missing: string[] = []
  const checked = sql.begin(async (transaction) => {
    await transaction.unsafe(`
      create table public.notes (
        id uuid primary key, user_id uuid references auth.users (id), agency_id uuid, model_id uuid, note text,
        foreign key (model_id, agency_id) references public.data_models (id, agency_id)
      );
      create index on public.notes (note, user_id);
      create index on public.notes (model_id);
      create policy "Owners" on public.notes for select using (user_id = (select auth.uid()));
      create policy "Agency" on public.notes for select using (note = 'x' or agency_id = (select headwater.current_agency_id()));
      create policy "Readers" on public.notes for select using (model_id in (select headwater.readable_model_ids()));`)
    missing = await missingIndexes(transaction)
    throw done
  })
  await expect(checked).rejects.toBe(done)
  expect(missing).toEqual([
    'public.notes (model_id, agency_id): foreign key notes_model_id_agency_id_fkey',
    'public.notes (user_id): foreign key notes_user_id_fkey',
    'public.notes (agency_id): policy “Agency”',
    'public.notes (user_id): policy “Owners”',
  ])
})
