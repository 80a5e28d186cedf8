import type { ReaderTask, TaskResult } from './reader-protocol.ts'
import type {
  CheckHooks,
  CheckRequest,
  CheckResult,
  FileStart,
  OpenRequest,
  RewriteRequest,
  RewrittenFile,
  SheetStart,
} from './reader-types.ts'
import { startWorker } from './start-worker.ts'
import { openThread, type WorkerThread } from './worker-thread.ts'

/** Reads files without holding up the page. */
export interface ImportReader {
  /** Tells how a file is read, and reads its beginning. @throws ImportFileError */
  open(request: OpenRequest, signal: AbortSignal): Promise<FileStart>
  /** Reads a sheet of a workbook as CSV; the first with cells unless one is named. @throws ImportFileError */
  openSheet(request: { file: Blob; sheet?: string | undefined }, signal: AbortSignal): Promise<SheetStart>
  /** Checks every row. @throws ImportFileError; the signal's reason when it is aborted */
  check(request: CheckRequest, hooks: CheckHooks): Promise<CheckResult>
  /** Puts mended rows into the file. */
  rewrite(request: RewriteRequest, signal: AbortSignal): Promise<RewrittenFile>
  /** Whether it works in a worker; null while nobody knows. */
  inWorker(): boolean | null
  close(): void
}

/** On the page itself each turn leaves time for a frame. */
const PAGE_TURN_MS = 8

async function runOnPage(task: ReaderTask, hooks: CheckHooks): Promise<TaskResult> {
  if (task.op === 'sheet') {
    const { openSheet } = await import('./open-sheet.ts')
    return { op: 'sheet', value: await openSheet(task.request) }
  }
  const { runTask } = await import('./run-task.ts')
  return runTask(task, hooks, PAGE_TURN_MS)
}

/**
 * Makes what reads and checks files: in a Web Worker, started with the first task; on the page, in short turns, where there can be none.
 *
 * @param options.worker `never` stays on the page. @default 'auto'
 */
export function createImportReader(options: { worker?: 'auto' | 'never' } = {}): ImportReader {
  const threads = new Map<'reader' | 'workbook', Promise<WorkerThread | null>>()
  let works: boolean | null = options.worker === 'never' ? false : null

  function threadFor(kind: 'reader' | 'workbook'): Promise<WorkerThread | null> {
    if (options.worker === 'never') return Promise.resolve(null)
    const known = threads.get(kind)
    if (known) return known
    const opened = openThread(() => startWorker(kind)).then((thread) => {
      works = thread !== null
      return thread
    })
    threads.set(kind, opened)
    return opened
  }

  async function run(task: ReaderTask, hooks: CheckHooks): Promise<TaskResult> {
    const thread = await threadFor(task.op === 'sheet' ? 'workbook' : 'reader')
    hooks.signal.throwIfAborted()
    return thread ? thread.run(task, hooks) : runOnPage(task, hooks)
  }

  const quiet = (signal: AbortSignal): CheckHooks => ({ signal, onFailing: () => {} })
  const mixedUp = () => new TypeError('The worker that reads files answered something else.')
  return {
    async open(request, signal) {
      const result = await run({ op: 'open', request }, quiet(signal))
      if (result.op !== 'open') throw mixedUp()
      return result.value
    },
    async openSheet(request, signal) {
      const result = await run({ op: 'sheet', request }, quiet(signal))
      if (result.op !== 'sheet') throw mixedUp()
      return result.value
    },
    async check(request, hooks) {
      const result = await run({ op: 'check', request }, hooks)
      if (result.op !== 'check') throw mixedUp()
      return result.value
    },
    async rewrite(request, signal) {
      const result = await run({ op: 'rewrite', request }, quiet(signal))
      if (result.op !== 'rewrite') throw mixedUp()
      return result.value
    },
    inWorker: () => works,
    close() {
      for (const opened of threads.values()) void opened.then((thread) => thread?.close())
      threads.clear()
    },
  }
}
