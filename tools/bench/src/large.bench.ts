import { fork } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { CreateDataModel, ImportJob } from '@headwater/core'
import { startLocalSupabase, type LocalSupabase } from '@headwater/local-supabase'
import postgres from 'postgres'
import { customersCsv, customersModel } from './customers-csv.ts'
import { peakMegabytes } from './memory.ts'
import { signUp } from './sign-up.ts'

const MB = 1024 * 1024
const MAX_BYTES = 1024 * MB

const model: CreateDataModel = {
  ...customersModel,
  fields: [...customersModel.fields, { id: '9', name: 'notes', type: 'text' }],
}

/** Lines of customers with a note of 200 characters each, the same again and again: a file of so many bytes, never in memory. */
function* largeCsv(bytes: number): Generator<string> {
  const [header = '', ...lines] = customersCsv(5000).trimEnd().split('\n')
  const piece = lines.map((line) => `${line},${'A note of some length. '.repeat(9)}\n`).join('')
  yield `${header},notes\n`
  const size = Buffer.byteLength(piece)
  for (let written = size; written < bytes; written += size) yield piece
}

interface Uploaded {
  fileUrl: string
  ms: number
  grownMegabytes: number
}

/** Uploads a file in a process of its own. */
function upload(stack: LocalSupabase, path: string, session: readonly string[]): Promise<Uploaded> {
  const script = fileURLToPath(new URL('large-upload.ts', import.meta.url))
  const child = fork(script, [path, stack.apiUrl, stack.publishableKey, ...session])
  return new Promise((resolve, reject) => {
    child.once('message', (uploaded: Uploaded) => resolve(uploaded))
    child.once('exit', (code) => reject(new Error(`The upload ended with ${code}.`)))
  })
}

/** `pnpm bench large [megabytes]`: one file of up to 1 GB through upload and worker; says how much memory each needs, and how fast it goes. */
export async function run([megabytes = '1024']: readonly string[]): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-large-'))
  const path = join(folder, 'large.csv')
  await pipeline(Readable.from(largeCsv(Number(megabytes) * MB)), createWriteStream(path))
  await using stack = await startLocalSupabase({
    functionEnv: { HEADWATER_MAX_IMPORT_BYTES: String(MAX_BYTES) },
  })
  const sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  try {
    await sql`update storage.buckets set file_size_limit = ${MAX_BYTES} where id = 'imports'`
    const person = await signUp(stack)
    const uploaded = await upload(stack, path, person.session)
    const { id: modelId } = await person.call<{ id: string }>('data-hub-api', 'POST', '/models', model)
    const startedAt = performance.now()
    let job = await person.call<ImportJob>('data-hub-api', 'POST', '/import-jobs', {
      model_id: modelId,
      file_url: uploaded.fileUrl,
      file_type: 'csv',
    })
    let told = 0
    while (!['completed', 'failed'].includes(job.status)) {
      await new Promise((resolve) => setTimeout(resolve, 1000))
      job = await person.call<ImportJob>('data-hub-api', 'GET', `/import-jobs/${job.id}`)
      if (Date.now() - told > 20_000) {
        told = Date.now()
        const peak = peakMegabytes(stack.functions.pid('import-worker'))
        console.log(`${job.processed_records} of ${job.total_records ?? '…'} rows, worker's peak ${peak} MB`)
      }
    }
    const seconds = (performance.now() - startedAt) / 1000
    return {
      megabytes: Number(megabytes),
      status: job.status,
      imported: job.imported_records,
      upload_mb_per_s: Math.round(Number(megabytes) / (uploaded.ms / 1000)),
      upload_memory_mb: uploaded.grownMegabytes,
      import_s: Math.round(seconds),
      rows_per_s: Math.round(job.imported_records / seconds),
      worker_peak_mb: peakMegabytes(stack.functions.pid('import-worker')),
    }
  } finally {
    await sql.end()
    await rm(folder, { recursive: true })
  }
}
