import type { ImportMapping, ImportPlan, Json, ModelField, RecordData } from '@headwater/core'
import { cellTextOf, type FailingRow, type FixIssue, type RowEdit } from './row-issue.ts'
import { createUniqueOwners } from './unique-owners.ts'

/** Checks one row of the file: gives its typed values, or what is wrong. */
export type RowCheck = (
  values: Readonly<Record<string, Json>>,
) => { ok: true; data: RecordData } | { ok: false; issues: readonly FixIssue[] }

/** A column of the file that fills at least one field. */
export interface FixColumn {
  name: string
  /** The fields that it fills. */
  fields: readonly ModelField[]
}

/** A cell's new text. `row` counts the failing rows from 0, `column` the {@link RowFixes.columns}. */
export interface CellChange {
  row: number
  column: number
  text: string
}

/** How many rows have which problem. */
export interface ReasonCount {
  /** Names the reason: to filter by. */
  key: string
  issue: FixIssue
  rows: number
}

/** How far the mending is. */
export interface FixCounts {
  rows: number
  problems: number
  fixed: number
  /** Rows that were changed and wait to be checked again. */
  checking: number
}

/** What {@link createRowFixes} takes. */
export interface RowFixesOptions {
  rows: readonly FailingRow[]
  fields: readonly ModelField[]
  /** The file's columns, in its order. */
  columns: readonly string[]
  /** Field name to column name. */
  mapping?: ImportMapping | undefined
  /** How each field is filled; stands before `mapping`. */
  plan?: ImportPlan | undefined
  check: RowCheck
  /** Whether a valid row elsewhere in the file has a unique field's value, given in lower case. @default none has */
  isTaken?: ((field: string, key: string) => boolean) | undefined
  /** A mended row passed the check: the app around the import may look at it too. */
  onMended?: ((row: { row: number; version: number; data: RecordData }) => void) | undefined
}

/** Failing rows while a person mends them. */
export interface RowFixes {
  readonly columns: readonly FixColumn[]
  readonly rowCount: number
  subscribe(listener: () => void): () => void
  /** Differs after each change. */
  version(): number
  counts(): FixCounts
  reasons(): ReasonCount[]
  rowNumberOf(row: number): number
  textOf(row: number, column: number): string
  originalOf(row: number, column: number): string
  issuesOf(row: number): readonly FixIssue[]
  issueAt(row: number, column: number): FixIssue | undefined
  /** The rows with a problem, or with the one problem that `reason` names. */
  rowsWith(reason?: string): number[]
  /** What would be wrong with the row if the cell had this text. */
  tryText(row: number, column: number, text: string): readonly FixIssue[]
  /** Changes cells as one step that can be undone. Many rows are checked in turns that leave the page responsive. */
  change(changes: readonly CellChange[]): void
  /** Gives the first row of the step that was undone or redone. */
  undo(): number | null
  redo(): number | null
  canUndo(): boolean
  canRedo(): boolean
  /** What the app around the import says of a row; ignored where the row was changed since. */
  setHostIssues(row: number, version: number, issues: readonly FixIssue[]): void
  versionOf(row: number): number
  /** What differs from the file in a row; null where nothing does. */
  editOf(row: number): RowEdit | null
  /** The rows that differ from the file. */
  edits(): RowEdit[]
}

type Step = { row: number; column: number; before: string; after: string }[]

/** A long step that is being made, some cells at a time. */
interface Applying {
  step: Step
  side: 'before' | 'after'
  at: number
  /** Whether the texts before are noted on the way. */
  isNew: boolean
}

/** Faults of a row as a whole that writing the row anew mends. */
const mendedByEdit: ReadonlySet<string> = new Set(['TOO_FEW_CELLS', 'TOO_MANY_CELLS'])

/** More changed rows than this are checked in turns. */
const AT_ONCE = 50
const TURN_MS = 10
/** How often those who listen hear of a long step while it is made. */
const NEWS_MS = 200

/** It is made for each row again and again: a hundred thousand of them are no long task. */
function reasonKey({ field, code, message }: FixIssue): string {
  return `${code}\n${field ?? ''}\n${code === 'HOST' ? message : ''}`
}

function columnsOf({ fields, columns, mapping = {}, plan }: RowFixesOptions): FixColumn[] {
  const filled = new Map<string, ModelField[]>()
  for (const field of fields) {
    const own =
      plan?.[field.name]?.columns ?? (mapping[field.name] === undefined ? [] : [mapping[field.name]])
    for (const column of own) {
      if (column === undefined || !columns.includes(column)) continue
      filled.set(column, [...(filled.get(column) ?? []), field])
    }
  }
  return [...filled].map(([name, own]) => ({ name, fields: own }))
}

/**
 * Keeps failing rows while they are mended: texts, what is wrong with them, and each step back and forth.
 *
 * @example
 * const fixes = createRowFixes({ rows, fields: model.fields, columns, mapping, check })
 * fixes.change([{ row: 0, column: 1, text: 'ada@example.com' }])
 * fixes.edits() // [{ rowNumber: 7, values: { 'E-mail': 'ada@example.com' } }]
 */
export function createRowFixes(options: RowFixesOptions): RowFixes {
  const { rows, fields, check, isTaken = () => false, onMended } = options
  const columns = columnsOf(options)
  const columnOfField = new Map(
    columns
      .toReversed()
      .flatMap(({ fields: own }, index) => own.map((field) => [field.name, columns.length - 1 - index])),
  )
  const owners = createUniqueOwners(fields, isTaken)
  const changed = new Map<number, Map<number, string>>()
  const issues: (readonly FixIssue[])[] = rows.map((row) => row.issues)
  const versions = new Uint32Array(rows.length)
  const reasons = new Map<string, { issue: FixIssue; rows: number }>()
  const listeners = new Set<() => void>()
  const past: Step[] = []
  const future: Step[] = []
  const dirty = new Set<number>()
  let problems = 0
  let version = 0
  let turn: ReturnType<typeof setTimeout> | null = null
  let applying: Applying | null = null
  let toldAt = 0

  function tell(): void {
    version++
    toldAt = performance.now()
    for (const listener of listeners) listener()
  }

  function left(): number {
    return dirty.size + (applying ? applying.step.length - applying.at : 0)
  }

  function count(row: number, step: 1 | -1): void {
    const own = issues[row] ?? []
    if (own.length > 0) problems += step
    for (const issue of own) {
      const key = reasonKey(issue)
      const reason = reasons.get(key) ?? { issue, rows: 0 }
      reason.rows += step
      if (reason.rows === 0) reasons.delete(key)
      else reasons.set(key, reason)
    }
  }

  function originalOf(row: number, column: number): string {
    return cellTextOf(rows[row]?.values[columns[column]?.name ?? ''])
  }

  function textOf(row: number, column: number): string {
    return changed.get(row)?.get(column) ?? originalOf(row, column)
  }

  function valuesOf(row: number): Record<string, Json> {
    const values: Record<string, Json> = { ...rows[row]?.values }
    for (const [column, text] of changed.get(row) ?? []) {
      const name = columns[column]?.name
      if (name !== undefined) values[name] = text
    }
    return values
  }

  /** Faults of the row as a whole: some stay until the file itself is mended. */
  function wholeIssues(row: number): FixIssue[] {
    return (rows[row]?.issues ?? []).filter(
      ({ field, code }) => field === null && code !== 'HOST' && !(mendedByEdit.has(code) && changed.has(row)),
    )
  }

  function setIssues(row: number, next: readonly FixIssue[]): void {
    count(row, -1)
    issues[row] = next
    count(row, 1)
  }

  function recheck(row: number): void {
    for (const other of owners.release(row)) dirty.add(other)
    const whole = wholeIssues(row)
    const outcome = check(valuesOf(row))
    if (!outcome.ok) return setIssues(row, [...whole, ...outcome.issues])
    const repeated = whole.length > 0 ? [] : owners.claim(row, outcome.data)
    const own = repeated.map((field): FixIssue => ({ field, code: 'NOT_UNIQUE', message: '' }))
    setIssues(row, [...whole, ...own])
    if (own.length + whole.length === 0) onMended?.({ row, version: versions[row] ?? 0, data: outcome.data })
  }

  function setText(row: number, column: number, text: string): void {
    const own = changed.get(row) ?? new Map<number, string>()
    if (text === originalOf(row, column)) own.delete(column)
    else own.set(column, text)
    if (own.size === 0) changed.delete(row)
    else changed.set(row, own)
    versions[row] = (versions[row] ?? 0) + 1
    dirty.add(row)
  }

  /** Makes the long step's next cells, until `ends`. */
  function applyUntil(ends: number): void {
    while (applying && (applying.at % 100 !== 0 || performance.now() < ends)) {
      const { step, side, isNew } = applying
      const cell = step[applying.at++]
      if (!cell) {
        applying = null
        return
      }
      if (isNew) cell.before = textOf(cell.row, cell.column)
      if (cell.before !== cell.after) setText(cell.row, cell.column, cell[side])
    }
  }

  /**
   * Makes what is left of a long step, and checks changed rows, until the turn is over; goes on in the next one. News have a turn of their own: those who listen
   * draw anew at once.
   */
  function work(): void {
    turn = null
    if (left() === 0) return tell()
    if (performance.now() - toldAt > NEWS_MS) tell()
    else {
      const ends = performance.now() + TURN_MS
      applyUntil(ends)
      if (!applying) {
        for (const row of dirty) {
          dirty.delete(row)
          recheck(row)
          if (performance.now() > ends) break
        }
      }
    }
    turn ??= setTimeout(work, 0)
  }

  function apply(step: Step, side: 'before' | 'after', isNew = false): void {
    if (step.length > AT_ONCE) {
      applying = { step, side, at: 0, isNew }
      turn ??= setTimeout(work, 0)
      return tell()
    }
    for (const cell of step) setText(cell.row, cell.column, cell[side])
    if (dirty.size > AT_ONCE) {
      turn ??= setTimeout(work, 0)
      return tell()
    }
    // Checking one row may free a value for another, which joins the set while it is walked.
    for (const row of dirty) {
      dirty.delete(row)
      recheck(row)
    }
    tell()
  }

  function editOf(row: number): RowEdit | null {
    const own = changed.get(row)
    if (!own) return null
    const values = Object.fromEntries([...own].map(([column, text]) => [columns[column]?.name ?? '', text]))
    return { rowNumber: rows[row]?.rowNumber ?? 0, values }
  }

  function go(from: Step[], to: Step[], side: 'before' | 'after'): number | null {
    applyUntil(Infinity)
    const step = from.pop()
    if (!step) return null
    to.push(step)
    apply(step, side)
    return step[0]?.row ?? null
  }

  for (let row = 0; row < rows.length; row++) count(row, 1)

  return {
    columns,
    rowCount: rows.length,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    version: () => version,
    counts: () => ({ rows: rows.length, problems, fixed: rows.length - problems, checking: left() }),
    reasons: () =>
      [...reasons]
        .map(([key, { issue, rows: own }]) => ({ key, issue, rows: own }))
        .toSorted((one, other) => other.rows - one.rows),
    rowNumberOf: (row) => rows[row]?.rowNumber ?? 0,
    textOf,
    originalOf,
    issuesOf: (row) => issues[row] ?? [],
    issueAt(row, column) {
      return issues[row]?.find(({ field }) => field !== null && columnOfField.get(field) === column)
    },
    rowsWith(reason) {
      const found: number[] = []
      for (let row = 0; row < rows.length; row++) {
        const own = issues[row] ?? []
        if (reason === undefined ? own.length > 0 : own.some((issue) => reasonKey(issue) === reason))
          found.push(row)
      }
      return found
    },
    tryText(row, column, text) {
      const name = columns[column]?.name
      if (name === undefined) return []
      const outcome = check({ ...valuesOf(row), [name]: text })
      return outcome.ok ? [] : outcome.issues
    },
    change(changes) {
      applyUntil(Infinity)
      const isLong = changes.length > AT_ONCE
      const step = isLong
        ? changes.map(({ row, column, text }) => ({ row, column, before: '', after: text }))
        : changes
            .map(({ row, column, text }) => ({ row, column, before: textOf(row, column), after: text }))
            .filter(({ before, after }) => before !== after)
      if (step.length === 0) return
      past.push(step)
      future.length = 0
      apply(step, 'after', isLong)
    },
    undo: () => go(past, future, 'before'),
    redo: () => go(future, past, 'after'),
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    setHostIssues(row, at, found) {
      if (versions[row] !== at) return
      setIssues(row, [...(issues[row] ?? []).filter(({ code }) => code !== 'HOST'), ...found])
      tell()
    },
    versionOf: (row) => versions[row] ?? 0,
    editOf(row) {
      applyUntil(Infinity)
      return editOf(row)
    },
    edits() {
      applyUntil(Infinity)
      return [...changed.keys()]
        .flatMap((row) => editOf(row) ?? [])
        .toSorted((one, other) => one.rowNumber - other.rowNumber)
    },
  }
}
