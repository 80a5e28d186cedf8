import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { startLocalSupabase, type LocalSupabase } from '@headwater/local-supabase'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { customersCsv, customersModel } from './customers-csv.ts'

const MAX_BYTES = 1024 * 1024 * 1024

interface Answer<Data> {
  data: Data
}

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

/** The most memory that a process ever had resident, in MB (Linux). */
function peakMegabytes(pid: number | null): number {
  const match = pid === null ? null : /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(match?.[1] ?? 0) / 1024)
}

/** Copies an import's rows into a table with the same columns, constraints and indexes, by plain COPY. */
async function copyReference(sql: postgres.Sql, jobId: string): Promise<number> {
  const columns = 'id, model_id, user_id, agency_id, data, import_job_id, import_row, created_at, updated_at'
  const lines: Buffer[] = []
  const out =
    await sql`copy (select ${sql.unsafe(columns)} from public.records where import_job_id = ${sql.unsafe(`'${jobId}'`)}) to stdout`.readable()
  for await (const chunk of out) lines.push(Buffer.from(chunk))
  await sql.unsafe(`
    drop table if exists public.reference_records;
    create table public.reference_records (like public.records including all);
    alter table public.reference_records
      add foreign key (model_id, agency_id) references public.data_models (id, agency_id),
      add foreign key (user_id) references auth.users (id),
      add foreign key (import_job_id) references public.import_jobs (id);`)
  const startedAt = performance.now()
  await pipeline(
    Readable.from(lines),
    await sql`copy public.reference_records (${sql.unsafe(columns)}) from stdin`.writable(),
  )
  return performance.now() - startedAt
}

/** One file through upload, queue and worker. */
async function importOnce(
  stack: LocalSupabase,
  sql: postgres.Sql,
  person: Awaited<ReturnType<typeof signUp>>,
  file: Blob,
) {
  const model = await person.call<{ id: string }>('POST', '/models', customersModel)
  const path = `${person.id}/${crypto.randomUUID()}.csv`
  const startedAt = performance.now()
  const { error } = await person.client.storage.from('imports').upload(path, file)
  if (error) throw error
  const uploadedAt = performance.now()
  const job = await person.call<{ id: string }>('POST', '/import-jobs', {
    model_id: model.id,
    file_url: path,
    file_type: 'csv',
  })
  for (;;) {
    const [row] =
      await sql`select status, imported_records, error_message from public.import_jobs where id = ${job.id}`
    if (row?.['status'] === 'failed') throw new Error(String(row['error_message']))
    if (row?.['status'] === 'completed')
      return { id: job.id, ms: performance.now() - startedAt, uploadMs: uploadedAt - startedAt }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** `pnpm bench import [rows] [runs]`: an import end to end against COPY of the same rows, in the same run. */
export async function run([rowCount = '100000', runCount = '3']: readonly string[]): Promise<object> {
  const rows = Number(rowCount)
  await using stack = await startLocalSupabase({
    functionEnv: { HEADWATER_MAX_IMPORT_BYTES: String(MAX_BYTES) },
  })
  const sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  await sql`update storage.buckets set file_size_limit = ${MAX_BYTES} where id = 'imports'`
  const person = await signUp(stack)
  const file = new Blob([customersCsv(rows)], { type: 'text/csv' })
  await importOnce(stack, sql, person, new Blob([customersCsv(100)], { type: 'text/csv' }))

  const runs: { ours: number; copy: number; upload: number }[] = []
  for (let index = 0; index < Number(runCount); index++) {
    const { id, ms, uploadMs } = await importOnce(stack, sql, person, file)
    runs.push({ ours: ms, copy: await copyReference(sql, id), upload: uploadMs })
    await sql`drop table public.reference_records`
    await sql`delete from public.data_models`
  }
  const [ours, copy, upload] = [
    median(runs.map((r) => r.ours)),
    median(runs.map((r) => r.copy)),
    median(runs.map((r) => r.upload)),
  ]
  const peak = peakMegabytes(stack.functions.pid('import-worker'))
  await sql.end()
  console.table([
    {
      what: 'import: upload, queue, worker',
      rows,
      megabytes: (file.size / 1e6).toFixed(1),
      ms: Math.round(ours),
      'rows/s': Math.round((rows / ours) * 1000),
    },
    { what: 'of which the upload', rows, ms: Math.round(upload) },
    { what: 'COPY of the same rows', rows, ms: Math.round(copy), 'rows/s': Math.round((rows / copy) * 1000) },
  ])
  console.log(`Worker's peak resident memory: ${peak} MB`)
  return { rows, ratio: Number((copy / ours).toFixed(3)), worker_peak_mb: peak }
}
