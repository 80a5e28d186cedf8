import type { Json, ModelField, RecordData } from '@headwater/core'
import { createRowReader } from '@headwater/core/csv'
import { compileRowCheck } from '../fixes/row-check.ts'
import type { FailingRow, FixIssue } from '../fixes/row-issue.ts'
import { uniqueKey } from '../fixes/unique-owners.ts'
import type { CheckHooks, CheckRequest, CheckResult, FileMark, ValidRow } from './reader-types.ts'
import { hashOf } from './value-hash.ts'

const SLICE_BYTES = 64 * 1024
const VALID_BATCH = 200
const FAILING_BATCH = 200

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}

/** Remembers the values of unique fields, and tells which come again. */
function createUniqueValues(fields: readonly ModelField[]) {
  const seen = fields
    .filter((field) => field.unique === true)
    .map(({ name }) => ({ name, hashes: new Set<number>() }))
  return {
    repeated(data: RecordData): FixIssue[] {
      const issues: FixIssue[] = []
      for (const { name, hashes } of seen) {
        const value: Json | undefined = data[name]
        if (value === undefined || value === null) continue
        const hash = hashOf(uniqueKey(value))
        if (hashes.has(hash)) issues.push({ field: name, code: 'NOT_UNIQUE', message: '' })
        else hashes.add(hash)
      }
      return issues
    },
    taken: () =>
      Object.fromEntries(seen.map(({ name, hashes }) => [name, Float64Array.from(hashes).toSorted()])),
  }
}

/**
 * Checks every row of a file as the import will. Work is done in turns of at most `turnMs`, so that whatever else the thread has to do comes in
 * between.
 * @throws ImportFileError where the file can't be read on; the signal's reason when it is aborted
 */
export async function checkRows(
  request: CheckRequest,
  hooks: CheckHooks,
  options: { turnMs: number },
): Promise<CheckResult> {
  const { file, fileType, reading, fields, mapping, plan, maxFailing = 100_000, wantsValid = false } = request
  const { signal } = hooks
  const reader = createRowReader({ fileType, reading })
  const check = compileRowCheck({ fields, mapping, plan })
  const unique = createUniqueValues(fields)
  const marks: FileMark[] = [{ byte: 0, row: 0 }]
  let failing: FailingRow[] = []
  let valid: ValidRow[] = []
  let checked = 0
  let invalid = 0
  let turnEnds = performance.now() + options.turnMs

  function handOutFailing(): void {
    if (failing.length > 0) hooks.onFailing(failing)
    failing = []
  }

  async function handOutValid(): Promise<void> {
    const rows = valid
    valid = []
    if (rows.length > 0) await hooks.onValid?.(rows)
    signal.throwIfAborted()
  }

  for (let start = 0; start < file.size || start === 0; start += SLICE_BYTES) {
    const bytes = new Uint8Array(await file.slice(start, start + SLICE_BYTES).arrayBuffer())
    signal.throwIfAborted()
    const last = start + SLICE_BYTES >= file.size
    const rows = reader.push(bytes)
    const mark = reader.checkpoint()
    if (mark.row > (marks.at(-1)?.row ?? 0)) marks.push({ byte: mark.byte, row: mark.row })
    if (last) rows.push(...reader.end())
    for (const { rowNumber, values, issue } of rows) {
      checked++
      const outcome = issue ? { ok: false as const, issues: [issue] } : check(values)
      const issues = outcome.ok ? unique.repeated(outcome.data) : outcome.issues
      if (issues.length > 0) {
        invalid++
        if (invalid <= maxFailing) failing.push({ rowNumber, values, issues })
        if (failing.length >= FAILING_BATCH) handOutFailing()
      } else if (wantsValid && outcome.ok) {
        valid.push({ rowNumber, values, data: outcome.data })
        if (valid.length >= VALID_BATCH) await handOutValid()
      }
      if (performance.now() < turnEnds) continue
      hooks.onProgress?.({ checked, invalid, share: Math.min(1, (start + bytes.length) / file.size) })
      await nextTurn()
      signal.throwIfAborted()
      turnEnds = performance.now() + options.turnMs
    }
  }
  handOutFailing()
  await handOutValid()
  return { checked, invalid, columns: reader.columns ?? [], marks, taken: unique.taken() }
}
