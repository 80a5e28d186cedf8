import { importJobErrorSchema } from '@headwater/core/contracts'
import { toCsvRow } from '@headwater/core/csv'
import type postgres from 'postgres'
import * as z from 'zod/mini'
import type { Caller } from '../runtime/caller.ts'
import { actAs, type Transaction } from '../runtime/database.ts'
import { found, parseId } from '../runtime/parse.ts'

/** The columns that a report adds. A report that is imported again, and fails again, has them once. */
const addedColumns = ['Import row', 'Import error']

/** Rows that are read from the database at once. */
const CURSOR_ROWS = 500

const rowSchema = z.pick(importJobErrorSchema, { row_number: true, errors: true, raw: true })

/** The file's columns in its order, as far as its rejected rows name them. */
async function columnsOf(sql: Transaction, id: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select key name from public.import_job_errors e cross join lateral json_object_keys(e.raw) with ordinality as k (key, position)
    where e.import_job_id = ${id} and not key = any (${addedColumns}) group by key order by min(position), min(row_number)`
  return rows.map(({ name }) => name)
}

/** Cells are disarmed where a spreadsheet would take them for formulas. */
function* linesOf(rows: readonly unknown[], columns: readonly string[]): Generator<string> {
  for (const row of rows) {
    const { row_number, errors, raw } = rowSchema.parse(row)
    const reason = errors.map(({ message }) => message).join(' ')
    yield toCsvRow([
      ...columns.map((column) => (Object.hasOwn(raw, column) ? raw[column] : null)),
      row_number,
      reason,
    ])
  }
}

/**
 * Streams every rejected row of an import as CSV: the file's own columns, then the row's number and the reasons. The file can be corrected and
 * imported again as it is.
 * @throws ProblemError NOT_FOUND
 */
export async function sendErrorReport(sql: postgres.Sql, caller: Caller, id: string): Promise<Response> {
  const name = await sql.begin(async (transaction) => {
    await actAs(transaction, caller)
    const [job] = await transaction`select file_name from public.import_jobs where id = ${parseId(id)}`
    return String(found(job)['file_name'])
      .replace(/\.\w+$/, '')
      .replaceAll(/[^\w.-]/g, '-')
  })
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const encoder = new TextEncoder()
  const send = (text: string) => writer.write(encoder.encode(text))
  sql
    .begin(async (transaction) => {
      await actAs(transaction, caller)
      // A slow reader is no slow statement.
      await transaction`select set_config('statement_timeout', '0', true)`
      const columns = await columnsOf(transaction, id)
      await send(`\uFEFF${toCsvRow([...columns, ...addedColumns])}`)
      const cursor = transaction`select row_number, errors, raw from public.import_job_errors
        where import_job_id = ${id} order by row_number`.cursor(CURSOR_ROWS)
      for await (const rows of cursor) await send([...linesOf(rows, columns)].join(''))
    })
    .then(
      () => writer.close(),
      (error: unknown) => writer.abort(error),
    )
    .catch(() => undefined)
  return new Response(readable, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}-errors.csv"`,
    },
  })
}
