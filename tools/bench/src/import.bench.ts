import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { startLocalSupabase, type LocalSupabase } from '@headwater/local-supabase'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { customersCsv, customersModel } from './customers-csv.ts'
import { peakMegabytes } from './memory.ts'

const MAX_BYTES = 1024 * 1024 * 1024

interface Answer<Data> {
  data: Data
}

type Person = Awaited<ReturnType<typeof signUp>>

async function signUp(stack: LocalSupabase) {
  const client = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { data, error } = await client.auth.signUp({
    email: 'bench@example.com',
    password: 'correct horse battery',
  })
  if (error || !data.session || !data.user) throw error ?? new Error('No session.')
  const { access_token: token } = data.session
  async function call<Data>(method: string, path: string, body?: object): Promise<Data> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${stack.functionsUrl}/data-hub-api${path}`, init)
    if (!response.ok) throw new Error(await response.text())
    const answer: Answer<Data> = await response.json()
    return answer.data
  }
  return { client, id: data.user.id, call }
}

const recordColumns =
  'id, model_id, user_id, agency_id, data, import_job_id, import_row, created_at, updated_at'

/** What COPY writes of a query. */
async function copyOut(sql: postgres.Sql, query: string): Promise<Buffer[]> {
  const lines: Buffer[] = []
  for await (const chunk of await sql.unsafe(`copy (${query}) to stdout`).readable())
    lines.push(Buffer.from(chunk))
  return lines
}

/** Makes an empty table with the columns, constraints and indexes of the records. */
async function createReference(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    drop table if exists public.reference_records;
    create table public.reference_records (like public.records including all);
    alter table public.reference_records
      add foreign key (model_id, agency_id) references public.data_models (id, agency_id),
      add foreign key (user_id) references auth.users (id),
      add foreign key (import_job_id) references public.import_jobs (id);`)
}

/** Copies an import's rows into such a table, by plain COPY. */
async function copyReference(sql: postgres.Sql, jobId: string): Promise<number> {
  const lines = await copyOut(
    sql,
    `select ${recordColumns} from public.records where import_job_id = '${jobId}'`,
  )
  await createReference(sql)
  const startedAt = performance.now()
  await pipeline(
    Readable.from(lines),
    await sql.unsafe(`copy public.reference_records (${recordColumns}) from stdin`).writable(),
  )
  return performance.now() - startedAt
}

/**
 * Brings the rows of an upsert into a table that has what the model had before, as one would in plain SQL: COPY into a temporary table and one
 * INSERT ... ON CONFLICT. Its key is a unique index more, where ours are a table of keys.
 */
async function upsertReference(
  sql: postgres.Sql,
  { modelId, firstId }: { modelId: string; firstId: string },
): Promise<number> {
  const rows = await copyOut(
    sql,
    `select row_number() over (order by data ->> 'email'), data from public.records where model_id = '${modelId}' order by random()`,
  )
  await createReference(sql)
  await sql.unsafe(`
    create unique index on public.reference_records (model_id, lower(data ->> 'email'));
    insert into public.reference_records (${recordColumns})
    select id, model_id, user_id, agency_id, data || '{"amount": -1}', import_job_id, import_row, created_at, updated_at
    from public.records where import_job_id = '${firstId}'`)
  return sql.begin(async (transaction) => {
    const startedAt = performance.now()
    await transaction.unsafe(
      'create temporary table reference_rows (row_number integer, data jsonb) on commit drop',
    )
    await pipeline(
      Readable.from(rows),
      await transaction.unsafe('copy reference_rows (row_number, data) from stdin').writable(),
    )
    await transaction.unsafe(`
      insert into public.reference_records as r (model_id, agency_id, user_id, data, import_row)
      select m.id, m.agency_id, m.user_id, s.data, s.row_number from reference_rows s, public.data_models m where m.id = '${modelId}'
      on conflict (model_id, lower(data ->> 'email')) do update set data = r.data || excluded.data, updated_at = now()`)
    return performance.now() - startedAt
  })
}

/** One file through upload, queue and worker. */
async function importOnce(
  sql: postgres.Sql,
  person: Person,
  file: Blob,
  { modelId, ...settings }: { modelId?: string; mode?: string; key_fields?: string[] } = {},
) {
  const model = modelId ?? (await person.call<{ id: string }>('POST', '/models', customersModel)).id
  const path = `${person.id}/${crypto.randomUUID()}.csv`
  const startedAt = performance.now()
  const { error } = await person.client.storage.from('imports').upload(path, file)
  if (error) throw error
  const uploadedAt = performance.now()
  const job = await person.call<{ id: string }>('POST', '/import-jobs', {
    model_id: model,
    file_url: path,
    file_type: 'csv',
    ...settings,
  })
  for (;;) {
    const [row] =
      await sql`select status, imported_records, error_message from public.import_jobs where id = ${job.id}`
    if (row?.['status'] === 'failed') throw new Error(String(row['error_message']))
    if (row?.['status'] === 'completed')
      return {
        id: job.id,
        modelId: model,
        ms: performance.now() - startedAt,
        uploadMs: uploadedAt - startedAt,
      }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

interface Measured {
  /** Milliseconds. */
  ours: number
  reference: number
  upload: number
}

function medianOf(runs: readonly Measured[]): Measured {
  return {
    ours: median(runs.map((run) => run.ours)),
    reference: median(runs.map((run) => run.reference)),
    upload: median(runs.map((run) => run.upload)),
  }
}

/** An import that inserts every row, and COPY of the same rows. */
async function measureInsert(sql: postgres.Sql, person: Person, rows: number): Promise<Measured> {
  const { id, ms, uploadMs } = await importOnce(sql, person, csvFile(customersCsv(rows)))
  return { ours: ms, reference: await copyReference(sql, id), upload: uploadMs }
}

/** An import of which every other row changes a record that is there, and the same in plain SQL. */
async function measureUpsert(sql: postgres.Sql, person: Person, rows: number): Promise<Measured> {
  const first = await importOnce(sql, person, csvFile(customersCsv(rows, { every: 2 })))
  const { ms, uploadMs } = await importOnce(sql, person, csvFile(customersCsv(rows, { more: 1 })), {
    modelId: first.modelId,
    mode: 'upsert',
    key_fields: ['email'],
  })
  const reference = await upsertReference(sql, { modelId: first.modelId, firstId: first.id })
  return { ours: ms, reference, upload: uploadMs }
}

function csvFile(text: string): Blob {
  return new Blob([text], { type: 'text/csv' })
}

function linesOf(rows: number, { ours, reference, upload }: Measured, names: readonly [string, string]) {
  const speed = (ms: number) => Math.round((rows / ms) * 1000)
  return [
    { what: names[0], rows, ms: Math.round(ours), 'rows/s': speed(ours) },
    { what: 'of which the upload', rows, ms: Math.round(upload) },
    { what: names[1], rows, ms: Math.round(reference), 'rows/s': speed(reference) },
  ]
}

/**
 * `pnpm bench import [rows] [runs] [insert|upsert]`: an import end to end against COPY of the same rows, and an upsert of which half the rows are there
 * against COPY into a temporary table and INSERT ... ON CONFLICT, each in the same run. Without a mode it measures both.
 */
export async function run([rowCount = '100000', runCount = '3', mode]: readonly string[]): Promise<object> {
  const rows = Number(rowCount)
  await using stack = await startLocalSupabase({
    functionEnv: { HEADWATER_MAX_IMPORT_BYTES: String(MAX_BYTES) },
  })
  const sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  await sql`update storage.buckets set file_size_limit = ${MAX_BYTES} where id = 'imports'`
  const person = await signUp(stack)
  await importOnce(sql, person, csvFile(customersCsv(100)))

  const measured = { insert: [] as Measured[], upsert: [] as Measured[] }
  const kinds = [
    ['insert', measureInsert],
    ['upsert', measureUpsert],
  ] as const
  for (let index = 0; index < Number(runCount); index++)
    for (const [kind, measure] of kinds) {
      if (mode !== undefined && mode !== kind) continue
      measured[kind].push(await measure(sql, person, rows))
      await sql`drop table public.reference_records`
      await sql`delete from public.data_models`
    }
  const peak = peakMegabytes(stack.functions.pid('import-worker'))
  await sql.end()
  const [insert, upsert] = [medianOf(measured.insert), medianOf(measured.upsert)]
  console.table([
    ...(mode === 'upsert'
      ? []
      : linesOf(rows, insert, ['import: upload, queue, worker', 'COPY of the same rows'])),
    ...(mode === 'insert'
      ? []
      : linesOf(rows, upsert, ['upsert, half of the rows there', 'COPY and INSERT ... ON CONFLICT'])),
  ])
  console.log(`Worker's peak resident memory: ${peak} MB`)
  const ratio = ({ ours, reference }: Measured) => Number((reference / ours).toFixed(3))
  return {
    rows,
    ...(mode === 'upsert' ? {} : { ratio: ratio(insert) }),
    ...(mode === 'insert' ? {} : { upsert_ratio: ratio(upsert) }),
    worker_peak_mb: peak,
  }
}
