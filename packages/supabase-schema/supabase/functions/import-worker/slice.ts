import { cpuUsage } from 'node:process'
import { createRowReader, ImportFileError, type RowReader, type SourceRow } from '@headwater/core/csv'
import { proposeMapping } from '@headwater/core/inference'
import { compileRecordChecker } from '@headwater/core/validation'
import type { ImportMapping } from '@headwater/core/contracts'
import type postgres from 'postgres'
import { addRow, emptyBatch, type Batch } from './batch.ts'
import { commitBatch, type Next } from './commit.ts'
import { firstCheckpoint, type Job, type JobCheckpoint, type Message } from './job.ts'
import type { ImportStorage } from './storage.ts'

/** What a slice works with. */
export interface SliceOptions {
  sql: postgres.Sql
  storage: ImportStorage
  maxImportBytes: number
  /** CPU time after which the rest is handed back to the queue, in milliseconds. */
  cpuBudgetMs: number
  /** How long a message stays hidden after each commit. */
  visibilitySeconds: number
  /** Rows in one transaction. */
  batchRows: number
}

/** `more`: the rest waits in the queue. `ended`: the job has its final state. */
export type SliceOutcome = 'more' | 'ended'

function cpuMs(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}

/** Rows of the first commit. */
const FIRST_BATCH_ROWS = 500

/** Rows whose values help to match columns. */
const HEAD_ROWS = 100

/** The job's mapping, or the sure one; what is not sure is the person's to say. */
function mappingOf(job: Job, columns: readonly string[], head: readonly SourceRow[]): ImportMapping {
  if (job.mapping) {
    const absent = Object.values(job.mapping).find(
      (column) => job.file_type === 'csv' && !columns.includes(column),
    )
    if (absent !== undefined)
      throw new ImportFileError(
        'MAPPING_UNKNOWN_COLUMN',
        `The file has no column named “${absent}”. Map the columns again.`,
      )
  }
  const { mapping, ask } = job.mapping
    ? { mapping: job.mapping, ask: [] }
    : proposeMapping({ fields: job.fields, columns, rows: head.map(({ values }) => values) })
  const open = [
    ...ask,
    ...job.fields
      .filter((field) => field.required === true && !Object.hasOwn(mapping, field.name))
      .map((field) => field.name),
  ]
  if (open.length > 0) {
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      `No column surely fills ${[...new Set(open)].join(', ')}. Map the columns and import again.`,
    )
  }
  if (Object.keys(mapping).length === 0)
    throw new ImportFileError(
      'MAPPING_REQUIRED',
      'No column fits a field of the model. Map the columns and import again.',
    )
  return mapping
}

/** Runs a job for one slice of CPU time. Each batch is committed while the next one is read and checked. */
export async function runSlice(options: SliceOptions, job: Job, message: Message): Promise<SliceOutcome> {
  const { sql, storage, visibilitySeconds } = options
  const startedAt = cpuMs()
  let stored = job.checkpoint
  let state: JobCheckpoint = stored ?? firstCheckpoint
  let committing: Promise<void> = Promise.resolve()

  /** Hands a batch over; at most one is on its way. */
  async function commit(batch: Batch, after: JobCheckpoint, next: Next): Promise<void> {
    await committing
    const before = stored
    stored = { ...after, reads: message.readCount }
    committing = commitBatch(sql, { job, message, batch, before, after: stored, next, visibilitySeconds })
    // The error is thrown where the next batch waits for this one.
    committing.catch(() => undefined)
  }

  async function readFrom(
    reader: RowReader,
    each: (rows: ReturnType<RowReader['push']>) => Promise<boolean>,
  ): Promise<boolean> {
    const body = await storage.open(job.file_url, state.reader?.byte ?? 0, options.maxImportBytes)
    for await (const bytes of body) {
      if (await each(reader.push(bytes))) return false
    }
    await each(reader.end())
    return true
  }

  /** Batches grow with the rows behind them: the first news come soon, and a large file is committed in large sets. */
  const batchSize = (rowsRead: number): number =>
    Math.min(options.batchRows, Math.max(FIRST_BATCH_ROWS, rowsRead / 2))

  const isSpent = (): boolean => cpuMs() - startedAt > options.cpuBudgetMs

  async function scan(): Promise<SliceOutcome | 'load'> {
    const reader = createRowReader({ fileType: job.file_type, checkpoint: state.reader ?? undefined })
    let { counted, invalid, mapping } = state
    const head: SourceRow[] = []
    let batch = emptyBatch()
    let check: ReturnType<typeof compileRecordChecker> | null = null
    const whole = await readFrom(reader, async (rows) => {
      counted += rows.length
      if (head.length < HEAD_ROWS) head.push(...rows.slice(0, HEAD_ROWS - head.length))
      if (job.on_invalid === 'block' && reader.columns !== null) {
        mapping ??= mappingOf(job, reader.columns, head)
        check ??= compileRecordChecker(job.fields, { mapping })
        for (const row of rows) addRow(batch, row, { check, keepsRaw: false })
        batch = { ...emptyBatch(), rejected: batch.rejected }
      }
      return isSpent()
    })
    if (reader.columns !== null) mapping ??= mappingOf(job, reader.columns, head)
    invalid += batch.rejected.length
    if (!whole) {
      await commit(
        batch,
        { ...state, reader: reader.checkpoint(), counted, invalid, mapping },
        { kind: 'more' },
      )
      return 'more'
    }
    const after: JobCheckpoint = { ...state, phase: 'load', reader: null, counted, invalid, mapping }
    if (invalid > 0) {
      const message = `${invalid} of ${counted} rows are invalid, and you chose to import all or nothing. Nothing was imported.`
      await commit(batch, after, { kind: 'failed', code: 'ROWS_INVALID', message })
      return 'ended'
    }
    batch = emptyBatch()
    await commit(batch, after, { kind: 'scanned', total: counted })
    state = after
    return 'load'
  }

  async function load(): Promise<SliceOutcome> {
    const reader = createRowReader({ fileType: job.file_type, checkpoint: state.reader ?? undefined })
    const handling = {
      check: compileRecordChecker(job.fields, { mapping: state.mapping ?? {} }),
      keepsRaw: job.fields.some((field) => field.unique === true),
    }
    let batch = emptyBatch()
    const whole = await readFrom(reader, async (rows) => {
      for (const row of rows) addRow(batch, row, handling)
      if (batch.accepted.lines + batch.rejected.length < batchSize(reader.checkpoint().row)) return false
      const full = batch
      batch = emptyBatch()
      await commit(full, { ...state, reader: reader.checkpoint() }, { kind: 'more' })
      return isSpent()
    })
    if (!whole) return 'more'
    await commit(batch, { ...state, reader: reader.checkpoint() }, { kind: 'completed' })
    return 'ended'
  }

  try {
    const outcome = state.phase === 'scan' ? await scan() : 'load'
    const ended = outcome === 'load' ? (isSpent() ? 'more' : await load()) : outcome
    await committing
    return ended
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error
    await committing
    await commit(emptyBatch(), state, { kind: 'failed', code: error.code, message: error.message })
    await committing
    return 'ended'
  }
}
