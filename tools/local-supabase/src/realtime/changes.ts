import type postgres from 'postgres'
import { actAs } from '../acting.ts'
import type { Claims } from '../keys.ts'
import { parseChangeFilter, type Row } from './change-filter.ts'
import type { WantedChanges } from './frames.ts'
import { streamChanges, type RowChange, type TextRow } from './replication.ts'

/** One filter of a subscription, under the number that its events carry. */
export interface ChangeSubscription {
  id: number
  /** The end of the log when the subscription was made: what stands before is no news. */
  since: bigint
  wanted: WantedChanges
  passes: (row: Row) => boolean
}

/** A channel that subscribed to changes. */
export interface ChangeListener {
  claims: Claims
  subscriptions: readonly ChangeSubscription[]
  send(payload: object): void
}

/** Delivers `postgres_changes`. */
export interface ChangeFeed {
  /** Numbers a join's filters. Throws when one can't be read. */
  subscribe(wanted: readonly WantedChanges[]): Promise<ChangeSubscription[]>
  stop(): Promise<void>
}

interface TableFacts {
  rls: boolean
  key: string[]
  columns: { name: string; type: string }[]
}

interface Access {
  /** Positions of the rows that the caller may read. */
  visible: ReadonlySet<number>
  /** Columns that the caller may read. */
  columns: ReadonlySet<string>
}

const noAccess: Access = { visible: new Set(), columns: new Set() }

function pick(row: Row, names: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)))
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function isWanted(
  { wanted, since }: ChangeSubscription,
  { schema, table, type, position }: RowChange,
): boolean {
  return (
    position > since &&
    [undefined, '*', schema].includes(wanted.schema) &&
    [undefined, '*', table].includes(wanted.table) &&
    ['*', type].includes(wanted.event.toUpperCase())
  )
}

/**
 * Starts the feed of publication `supabase_realtime`. A caller gets a new or changed row that row level security lets them read, and of a deleted one
 * the key alone, as hosted Realtime does. The log is read from the first subscription on.
 */
export function createChangeFeed(options: {
  admin: postgres.Sql
  url: string
  listeners: () => ChangeListener[]
  log: (line: string) => void
}): ChangeFeed {
  const { admin, log } = options
  let nextId = 1
  let stream: ReturnType<typeof streamChanges> | null = null
  let delivery = Promise.resolve()

  /** The stream has a transaction some moments before others see its rows. */
  async function untilVisible(changes: readonly RowChange[]): Promise<void> {
    const ids = [...new Set(changes.map(({ transactionId }) => String(transactionId)))]
    const deadline = Date.now() + 1000
    for (;;) {
      const [seen] = await admin<{ all: boolean }[]>`
        select bool_and(pg_visible_in_snapshot(id::xid8, pg_current_snapshot())) "all" from unnest(${ids}::text[]) id`
      if (seen?.all === true || Date.now() > deadline) return
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  async function factsOf({ schema, table }: RowChange): Promise<TableFacts | null> {
    const [facts] = await admin<TableFacts[]>`
      select c.relrowsecurity rls,
        array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
          where i.indrelid = c.oid and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)) key,
        (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.typname) order by a.attnum)
          from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname = ${table}`
    return facts ?? null
  }

  /** Turns Postgres's text of each value into JSON. A row keeps the columns that it has. */
  async function toJson(
    facts: TableFacts,
    { schema, table }: RowChange,
    rows: readonly (TextRow | null)[],
  ): Promise<Row[]> {
    const jsonColumns = facts.columns.filter(({ type }) => /^jsonb?$/.test(type)).map(({ name }) => name)
    const readable = rows.map((row) => {
      const json = jsonColumns.filter((name) => typeof row?.[name] === 'string')
      return { ...row, ...Object.fromEntries(json.map((name) => [name, JSON.parse(row?.[name] ?? 'null')])) }
    })
    const converted = await admin<{ row: Row }[]>`
      select to_jsonb(jsonb_populate_record(null::${admin(`${schema}.${table}`)}, r.row)) "row"
      from jsonb_array_elements(${JSON.stringify(readable)}::text::jsonb) with ordinality r (row, n) order by r.n`
    return converted.map(({ row }, index) => pick(row, new Set(Object.keys(rows[index] ?? {}))))
  }

  async function accessOf(
    claims: Claims,
    { schema, table }: RowChange,
    { key }: TableFacts,
    rows: readonly Row[],
  ): Promise<Access> {
    return admin
      .begin(async (sql) => {
        await actAs(sql, claims)
        const name = sql(`${schema}.${table}`)
        const columns = await sql<{ name: string }[]>`
        select attname "name" from pg_attribute where attrelid = ${`"${schema}"."${table}"`}::regclass and attnum > 0 and not attisdropped
          and has_column_privilege(attrelid, attnum, 'select')`
        const isSame = key.map((column) => sql`and t.${sql(column)} = w.${sql(column)}`)
        const seen =
          key.length === 0
            ? []
            : await sql<{ n: number }[]>`
            select r.n::int - 1 n from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) with ordinality r (row, n)
            where exists (select from ${name} t, jsonb_populate_record(null::${name}, r.row) w where true ${isSame})`
        return {
          columns: new Set(columns.map((column) => column.name)),
          visible: new Set(seen.map(({ n }) => n)),
        }
      })
      .catch((error: unknown) => {
        log(`[realtime] ${String(error)}`)
        return noAccess
      })
  }

  async function deliverTable(changes: readonly RowChange[]): Promise<void> {
    const [first] = changes
    if (!first) return
    const listeners = options
      .listeners()
      .filter(({ subscriptions }) =>
        subscriptions.some((wanted) => changes.some((change) => isWanted(wanted, change))),
      )
    const facts = listeners.length === 0 ? null : await factsOf(first)
    if (facts === null) return
    const key = new Set(facts.key)
    const rows = await toJson(
      facts,
      first,
      changes.map(({ record }) => record),
    )
    const oldRows = await toJson(
      facts,
      first,
      changes.map(({ oldRecord }) => oldRecord),
    )

    const byCaller = groupBy(listeners, ({ claims }) => JSON.stringify(claims))
    for (const [text, callerListeners] of byCaller) {
      const claims: Claims = JSON.parse(text)
      const access = await accessOf(claims, first, facts, rows)
      for (const [index, change] of changes.entries()) {
        const isDelete = change.type === 'DELETE'
        if (access.columns.size === 0 || (!isDelete && !access.visible.has(index))) continue
        const record = pick(rows[index] ?? {}, access.columns)
        const before =
          change.oldRecord === null ? pick(record, key) : pick(oldRows[index] ?? {}, access.columns)
        const oldRecord = isDelete && facts.rls ? pick(before, key) : before
        const data = {
          schema: change.schema,
          table: change.table,
          commit_timestamp: change.committedAt,
          type: change.type,
          columns: facts.columns.filter(({ name }) => access.columns.has(name)),
          ...(isDelete ? {} : { record }),
          ...(change.type === 'INSERT' ? {} : { old_record: oldRecord }),
          errors: null,
        }
        for (const listener of callerListeners) {
          const ids = listener.subscriptions
            .filter((wanted) => isWanted(wanted, change) && wanted.passes(isDelete ? oldRecord : record))
            .map(({ id }) => id)
          if (ids.length > 0) listener.send({ ids, data })
        }
      }
    }
  }

  async function deliver(changes: readonly RowChange[]): Promise<void> {
    if (options.listeners().length === 0) return
    await untilVisible(changes)
    for (const group of groupBy(changes, ({ schema, table }) => `${schema}.${table}`).values())
      await deliverTable(group)
  }

  return {
    async subscribe(wanted) {
      stream ??= streamChanges({
        url: options.url,
        publication: 'supabase_realtime',
        onCommit(changes) {
          delivery = delivery
            .then(() => deliver(changes))
            .catch((error: unknown) => log(`[realtime] ${String(error)}`))
        },
      })
      await stream
      const [at] = await admin<{ end: string }[]>`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn "end"`
      const since = BigInt(at?.end ?? 0)
      return wanted.map((filter) => {
        const passes = parseChangeFilter(filter.filter)
        if (passes === null) throw new Error(`This is no filter: ${filter.filter}`)
        return { id: nextId++, since, wanted: filter, passes }
      })
    },
    async stop() {
      await (await stream)?.stop()
    },
  }
}
