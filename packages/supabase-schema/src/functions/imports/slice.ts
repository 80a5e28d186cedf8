import { cpuUsage } from 'node:process'
import { createRowReader, ImportFileError, type RowReader, type SourceRow } from '@headwater/core/csv'
import type { ImportMapping } from '@headwater/core/contracts'
import postgres from 'postgres'
import { ForbiddenError } from './apply.ts'
import { addRow, emptyBatch, rowsOf, scanRow, type Batch, type ScanHandling } from './batch.ts'
import { commitEffect, type BatchEffect, type Next } from './commit.ts'
import { readKeyFilter } from './file-keys.ts'
import { endTrial, importBatch, scanBatch, tryBatch } from './import-batch.ts'
import {
  firstCheckpoint,
  mayBeRefused,
  readCheckpoint,
  type Job,
  type JobCheckpoint,
  type Message,
} from './job.ts'
import { looseKey } from './key-filter.ts'
import { buildKeys, KeysGoneError } from './plan.ts'
import { readingOf } from './reading.ts'
import { compileKeyReader, compileRowCheck, mappingOf } from './row-check.ts'
import type { ImportStorage } from './storage.ts'
import { undoBatch } from './undo.ts'

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
  /** The most bytes that are read before the batch is looked at again. */
  readBytes: number
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

/** Why an import can't go on, for people; null where the error is ours. */
function failureOf(error: unknown): { code: string; message: string } | null {
  if (error instanceof ImportFileError) return { code: error.code, message: error.message }
  if (error instanceof KeysGoneError)
    return {
      code: 'MAPPING_REQUIRED',
      message: 'The model has no such key fields any more. Choose others and import again.',
    }
  if (error instanceof ForbiddenError || (error instanceof postgres.PostgresError && error.code === '42501'))
    return {
      code: 'MODEL_FORBIDDEN',
      message:
        'You may not write to this model any more. Ask its owner to share it, and import the rest again.',
    }
  return null
}

/** Runs a job for one slice of CPU time. Each batch is committed while the next one is read and checked. */
export async function runSlice(options: SliceOptions, job: Job, message: Message): Promise<SliceOutcome> {
  const { sql, storage, visibilitySeconds } = options
  const startedAt = cpuMs()
  let stored = job.checkpoint
  let state: JobCheckpoint = stored ?? firstCheckpoint
  let committing: Promise<unknown> = Promise.resolve()
  let reading = job.reading

  /** Hands an effect over; at most one is on its way. One that ends the job by itself says so instead of `next`. */
  async function commit(
    after: JobCheckpoint,
    next: Next,
    effectOf: (
      transaction: Parameters<typeof importBatch>[0],
      tries: number,
    ) => Promise<BatchEffect & { next?: Next }>,
  ): Promise<void> {
    await committing
    const before = stored
    const reached = { ...after, reads: message.readCount }
    stored = reached
    committing = commitEffect(
      sql,
      { job, message, before, visibilitySeconds },
      async (transaction, tries) => ({
        next,
        ...(await effectOf(transaction, tries)),
        reading,
        after: reached,
      }),
    )
    // The error is thrown where the next batch waits for this one.
    committing.catch(() => undefined)
  }

  const commitRows = (batch: Batch, after: JobCheckpoint, next: Next) =>
    commit(after, next, (transaction, tries) => importBatch(transaction, job, batch, tries))
  const commitScan = (batch: Batch, after: JobCheckpoint, next: Next, filter: Uint8Array | null) =>
    commit(after, next, (transaction) => scanBatch(transaction, job, batch, filter))

  async function readFrom(
    reader: RowReader,
    each: (rows: ReturnType<RowReader['push']>) => Promise<boolean>,
  ): Promise<boolean> {
    const body = await storage.open(job.file_url, state.reader?.byte ?? 0, options.maxImportBytes)
    for await (const bytes of body) {
      for (let at = 0; at < bytes.length; at += options.readBytes)
        if (await each(reader.push(bytes.subarray(at, at + options.readBytes)))) return false
    }
    await each(reader.end())
    return true
  }

  /** Batches grow with the rows behind them: the first news come soon, and a large file is committed in large sets. */
  const batchSize = (rowsRead: number): number =>
    Math.min(options.batchRows, Math.max(FIRST_BATCH_ROWS, rowsRead / 2))

  const isSpent = (): boolean => cpuMs() - startedAt > options.cpuBudgetMs

  /** Counts the rows. Where a row's fate hangs on others of the file, or an invalid one ends the import, each is checked here already. */
  async function scan(): Promise<SliceOutcome | 'next'> {
    const reader = createRowReader({
      fileType: job.file_type,
      reading,
      checkpoint: state.reader ?? undefined,
    })
    let { counted, invalid, mapping } = state
    const head: SourceRow[] = []
    const keepsRejected = job.on_invalid === 'block'
    const keyed = job.key_fields.length > 0
    const filter = keyed ? await readKeyFilter(sql, job) : null
    let batch = emptyBatch()
    let handling: ScanHandling | null = null
    const handlingOf = (map: ImportMapping): ScanHandling => ({
      check: compileRowCheck(job, map),
      keyOf: keyed ? compileKeyReader(job, map) : null,
      mayRepeat: (key) => filter?.add(looseKey(key, job.key_fields)) ?? false,
      keepsRejected,
    })
    const reached = (): JobCheckpoint => ({
      ...state,
      reader: reader.checkpoint(),
      counted,
      invalid,
      mapping,
    })
    const whole = await readFrom(reader, async (rows) => {
      counted += rows.length
      if (head.length < HEAD_ROWS) head.push(...rows.slice(0, HEAD_ROWS - head.length))
      if (!(keepsRejected || keyed) || reader.columns === null) return isSpent()
      mapping ??= mappingOf(job, reader.columns, head)
      handling ??= handlingOf(mapping)
      for (const row of rows) scanRow(batch, row, handling)
      if (rowsOf(batch) < batchSize(counted)) return isSpent()
      const full = batch
      batch = emptyBatch()
      invalid += full.rejected.length
      // The filter is copied: rows that are read meanwhile are not committed with it.
      await commitScan(full, reached(), { kind: 'more' }, filter?.bytes.slice() ?? null)
      return isSpent()
    })
    if (reader.columns !== null) mapping ??= mappingOf(job, reader.columns, head)
    invalid += batch.rejected.length
    if (!whole) {
      await commitScan(batch, reached(), { kind: 'more' }, filter?.bytes ?? null)
      return 'more'
    }
    const tries = keepsRejected && mayBeRefused(job)
    const after: JobCheckpoint = { ...reached(), phase: tries ? 'try' : 'load', reader: null }
    if (invalid > 0 && !tries) {
      await commitScan(batch, after, rowsInvalid(invalid, counted), null)
      return 'ended'
    }
    await commitScan(batch, after, { kind: 'scanned', total: counted }, null)
    state = after
    return 'next'
  }

  function rowsInvalid(invalid: number, counted: number): Next {
    const text = `${invalid} of ${counted} rows are invalid, and you chose to import all or nothing. Nothing was imported.`
    return { kind: 'failed', code: 'ROWS_INVALID', message: text }
  }

  /** Reads the rows of a phase, in batches, and hands each over; gives whether that was all of them. The last one is left to `last`. */
  async function readBatches(
    take: (batch: Batch, after: JobCheckpoint) => Promise<void>,
    last: typeof take,
  ): Promise<boolean> {
    const reader = createRowReader({
      fileType: job.file_type,
      reading,
      checkpoint: state.reader ?? undefined,
    })
    const handling = { check: compileRowCheck(job, state.mapping ?? {}), keepsRaw: mayBeRefused(job) }
    const reached = (): JobCheckpoint => ({ ...state, reader: reader.checkpoint() })
    let batch = emptyBatch()
    const whole = await readFrom(reader, async (rows) => {
      for (const row of rows) addRow(batch, row, handling)
      if (rowsOf(batch) < batchSize(reader.checkpoint().row)) return false
      const full = batch
      batch = emptyBatch()
      await take(full, reached())
      return isSpent()
    })
    if (whole) await last(batch, reached())
    return whole
  }

  /** Finds every row that the database would refuse, before one is written. */
  async function tryOut(): Promise<SliceOutcome | 'next'> {
    let invalid = 0
    const toLoad = { phase: 'load', reader: null } as const
    const whole = await readBatches(
      (batch, after) => commit(after, { kind: 'more' }, (transaction) => tryBatch(transaction, job, batch)),
      (batch, after) =>
        commit({ ...after, ...toLoad }, { kind: 'more' }, async (transaction) => {
          const effect = await tryBatch(transaction, job, batch)
          invalid = effect.rejected.length + (await endTrial(transaction, job))
          return invalid > 0 ? { ...effect, next: rowsInvalid(invalid, state.counted) } : effect
        }),
    )
    if (!whole) return 'more'
    await committing
    state = { ...state, ...toLoad }
    return invalid > 0 ? 'ended' : 'next'
  }

  async function load(): Promise<SliceOutcome> {
    const whole = await readBatches(
      (batch, after) => commitRows(batch, after, { kind: 'more' }),
      (batch, after) => commitRows(batch, after, { kind: 'completed' }),
    )
    return whole ? 'ended' : 'more'
  }

  /** Takes changes back, the last one first. */
  async function undo(): Promise<SliceOutcome> {
    for (let done = 0; ;) {
      const before = stored
      const rows = batchSize(done)
      const { after, next, ...effect } = await commitEffect(
        sql,
        { job, message, before, visibilitySeconds },
        (transaction) => undoBatch(transaction, job, { state: { ...state, reads: message.readCount }, rows }),
      )
      if (next.kind === 'completed') return 'ended'
      stored = after
      state = after
      done += (effect.reversed ?? 0) + effect.rejected.length + (effect.unchanged ?? 0)
      if (isSpent()) return 'more'
    }
  }

  try {
    if (job.undo_of !== null || state.phase === 'undo') return await undo()
    if (job.key_fields.length > 0) await buildKeys(sql, job)
    reading = await readingOf(job, () => storage.open(job.file_url, 0, options.maxImportBytes))
    const phases = { scan, try: tryOut, load }
    let outcome: SliceOutcome | 'next' = 'next'
    for (let begun = false; outcome === 'next'; begun = true)
      outcome = begun && isSpent() ? 'more' : await phases[state.phase]()
    await committing
    return outcome
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    // What failed was rolled back; what was committed before it stays.
    if (error instanceof ImportFileError) await committing
    else stored = (await readCheckpoint(sql, job)) ?? stored
    committing = Promise.resolve()
    await commit(stored ?? state, { kind: 'failed', ...failure }, async () => ({ rejected: [] }))
    await committing
    return 'ended'
  }
}
