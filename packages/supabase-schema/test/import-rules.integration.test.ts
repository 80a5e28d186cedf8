import fc from 'fast-check'
import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { fieldsOf, fileOf, importByTheBook, importCases, type ImportCase } from './import-model.ts'
import { createModel, until } from './data-hub.ts'
import { openHub } from './hub-stack.ts'

const CASES = Number(process.env['HEADWATER_PROPERTY_RUNS'] ?? 40)

// Three rows a batch, read by forty bytes: whatever holds, holds over batches.
const { sql, ada } = await openHub({
  HEADWATER_BATCH_ROWS: '3',
  HEADWATER_READ_BYTES: '40',
  HEADWATER_VISIBILITY_SECONDS: '2',
})

async function endOf(id: string): Promise<postgres.Row> {
  const read = async () => {
    const [row] = await sql`select * from public.import_jobs where id = ${id}`
    return row ?? {}
  }
  return until(read, (job) => ['completed', 'failed', 'cancelled'].includes(String(job['status'])))
}

async function runToEnd(path: string, body: object): Promise<postgres.Row> {
  const answer = await ada.call('POST', path, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return endOf(answer.body.data.id)
}

async function run(path: string, body: object = {}): Promise<postgres.Row> {
  const job = await runToEnd(path, body)
  if (job['status'] !== 'completed') throw new Error(`${job['status']}: ${job['error_message']}`)
  return job
}

const counters = ['inserted', 'updated', 'unchanged', 'skipped', 'failed', 'conflict'] as const

function countsOf(job: postgres.Row): Record<string, number> {
  return Object.fromEntries(counters.map((name) => [name, Number(job[`${name}_records`])]))
}

function undoCountsOf(job: postgres.Row): number[] {
  return ['reversed', 'kept', 'failed'].map((name) => Number(job[`${name}_records`]))
}

/** The whole table as text, times to the microsecond; and the keys that triggers keep. */
async function tableOf(modelId: string): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select row_to_json(r)::text line from (select *, created_at::text c, updated_at::text u from public.records where model_id = ${modelId} order by id) r`
  const keys = await sql<{ line: string }[]>`
    select row_to_json(k)::text line from public.record_keys k where model_id = ${modelId} order by field, value`
  const matches = await sql<{ line: string }[]>`
    select row_to_json(m)::text line from headwater.record_match_keys m join headwater.match_key_sets s on s.id = m.set_id
    where s.model_id = ${modelId} order by key, record_id`
  return [...rows, ...keys, ...matches].map(({ line }) => line)
}

async function prepare(input: ImportCase): Promise<{ modelId: string; request: object }> {
  const modelId = await createModel(ada, { name: 'Cases', fields: fieldsOf(input) })
  await sql`
    insert into public.records (model_id, agency_id, user_id, data, created_at, updated_at)
    select m.id, m.agency_id, m.user_id, r.value, now() - interval '1 day' + r.position * interval '1 second', now() - interval '1 hour'
    from public.data_models m, jsonb_array_elements(${JSON.stringify(input.records)}::text::jsonb) with ordinality r (value, position) where m.id = ${modelId}`
  // The keys that the import will ask for are there already: what it leaves of them is looked at too.
  if (input.keyFields.length > 0)
    await sql`select headwater.ensure_match_key_set(${modelId}, ${[...input.keyFields]}::text[])`
  const file_url = await ada.upload(`${crypto.randomUUID()}/case.ndjson`, fileOf(input), 'application/json')
  const columns = Object.fromEntries(['name', 'email', 'amount', 'since'].map((name) => [name, name]))
  const request = {
    model_id: modelId,
    file_url,
    file_type: 'ndjson',
    mapping: columns,
    mode: input.mode,
    key_fields: input.keyFields,
    field_policies: input.policies,
    ...(input.newestBy === null ? {} : { newest_by: input.newestBy }),
    duplicates_in_file: input.duplicates,
  }
  return { modelId, request }
}

function sorted(values: readonly unknown[]): string[] {
  const ordered = (value: unknown) =>
    JSON.stringify(Object.entries(Object(value)).toSorted(([left], [right]) => (left < right ? -1 : 1)))
  return values.map(ordered).toSorted()
}

async function dataOf(modelId: string): Promise<string[]> {
  return sorted(
    (await sql`select data from public.records where model_id = ${modelId}`).map((row) => row['data']),
  )
}

/** What came, and what the rules say, under the same names. */
interface Findings {
  came: Record<string, unknown>
  expected: Record<string, unknown>
}

async function tryCase(input: ImportCase, editedIndex: number): Promise<Findings> {
  const findings: Findings = { came: {}, expected: {} }
  const note = (name: string, came: unknown, expected: unknown): void => {
    findings.came[name] = came
    findings.expected[name] = expected
  }
  const prepared = await prepare(input)
  const { modelId } = prepared
  const model = importByTheBook(input)
  const before = await tableOf(modelId)
  const invalid = model.counts.failed
  // All rows or none: what no row keeps out is imported as ever, and one that is refused stops all of it.
  const request = { ...prepared.request, on_invalid: invalid === 0 ? 'block' : 'skip' }
  if (invalid > 0) {
    const blocked = await runToEnd('/import-jobs', { ...request, on_invalid: 'block' })
    note(
      'how the import of all rows or none ends',
      [blocked['status'], blocked['error_code']],
      ['failed', 'ROWS_INVALID'],
    )
    note('the rows that it was refused for', blocked['failed_records'], invalid)
    note('the table after it', await tableOf(modelId), before)
  }

  const dryRun = await run('/import-jobs', { ...request, dry_run: true })
  note('the table after the dry run', await tableOf(modelId), before)
  note('the dry run’s counts', countsOf(dryRun), model.counts)

  const real = await run('/import-jobs', { ...request, dry_run_of: dryRun['id'] })
  note('the import’s counts', countsOf(real), model.counts)
  note('differences', real['differences'], null)
  note('processed rows', real['processed_records'], input.rows.length)
  note('the records', await dataOf(modelId), sorted(model.records.map(({ data }) => data)))
  const [left] = await sql<{ rows: number }[]>`
    select ((select count(*) from headwater.import_keys) + (select count(*) from headwater.import_claims))::int rows`
  note('rows left behind', left?.rows, 0)

  const changed = model.counts.inserted + model.counts.updated
  if (changed === 0) return findings
  const after = await tableOf(modelId)
  const undo = await run(`/import-jobs/${String(real['id'])}/undo`)
  note('the table after the undo', await tableOf(modelId), before)
  note('what the undo did', undoCountsOf(undo), [changed, 0, 0])

  const redo = await run(`/import-jobs/${String(undo['id'])}/undo`)
  note('the table after the undo of the undo', await tableOf(modelId), after)
  note('what the undo of the undo did', undoCountsOf(redo), [changed, 0, 0])

  // One of the changed records is edited, by nothing but its time: it is kept, and all others return.
  const touched = await sql<{ id: string }[]>`
    select id from public.records r where model_id = ${modelId} and (import_job_id = ${real['id']} or exists (
      select from public.import_changes c where c.import_job_id = ${real['id']} and c.record_id = r.id and c.action = 'update'))
    order by id`
  const edited = touched[editedIndex % touched.length]?.id ?? ''
  await sql`update public.records set data = data where id = ${edited}`
  const own = (line: string): boolean => line.includes(edited)
  const editedLines = (await tableOf(modelId)).filter(own)
  const again = await run(`/import-jobs/${String(real['id'])}/undo`)
  const rest = await tableOf(modelId)
  const [reversed = 0, kept, failed = 0] = undoCountsOf(again)
  note('the edited record', rest.filter(own), editedLines)
  note('what stays of an edited import', [reversed + failed, kept], [changed - 1, 1])
  // A value that the edited record keeps may be what another one had before: that one fails, and says why.
  if (failed === 0)
    note(
      'the others after the undo',
      rest.filter((line) => !own(line)),
      before.filter((line) => !own(line)),
    )
  return findings
}

test(
  'a dry run, the import after it and the rules in plain words count the same, and an undo leaves the table byte for byte as it was',
  { timeout: 400_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(importCases, fc.nat(20), async (input, editedIndex) => {
        const { came, expected } = await tryCase(input, editedIndex)
        expect(came).toEqual(expected)
      }),
      { numRuns: CASES, endOnFailure: true },
    )
  },
)
