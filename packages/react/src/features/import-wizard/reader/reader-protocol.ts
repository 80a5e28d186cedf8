// What page and worker tell each other.
import type {
  CheckProgress,
  CheckRequest,
  CheckResult,
  FileStart,
  OpenRequest,
  RewriteRequest,
  RewrittenFile,
  SheetStart,
  ValidRow,
} from './reader-types.ts'
import type { FailingRow, RowEdit } from '../fixes/row-issue.ts'

/** What the page asks of the worker. */
export type ReaderTask =
  | { op: 'open'; request: OpenRequest }
  | { op: 'sheet'; request: { file: Blob; sheet?: string | undefined } }
  | { op: 'check'; request: CheckRequest }
  | { op: 'rewrite'; request: RewriteRequest }

/** What the page sends. */
export type ToWorker =
  | { id: number; kind: 'task'; task: ReaderTask }
  /** Some of a rewrite's edits, before its task: copying all of them at once would hold up the page. */
  | { id: number; kind: 'edits'; edits: RowEdit[] }
  /** The valid rows were looked at: the next ones may come. */
  | { id: number; kind: 'taken' }
  | { id: number; kind: 'abort' }

/** An error as it crosses to the page. */
export interface SentError {
  name: string
  message: string
  code: string | null
  row: number | null
}

/** What a task ends with. */
export type TaskResult =
  | { op: 'open'; value: FileStart }
  | { op: 'sheet'; value: SheetStart }
  | { op: 'check'; value: CheckResult }
  | { op: 'rewrite'; value: RewrittenFile }

/** What the worker sends. */
export type FromWorker =
  | { kind: 'ready' }
  | { id: number; kind: 'progress'; progress: CheckProgress }
  | { id: number; kind: 'failing'; rows: FailingRow[] }
  | { id: number; kind: 'valid'; rows: ValidRow[] }
  | { id: number; kind: 'done'; result: TaskResult }
  | { id: number; kind: 'error'; error: SentError }
