import type { FromWorker, ReaderTask, SentError, TaskResult, ToWorker } from './reader-protocol.ts'
import type { RowEdit } from '../fixes/row-issue.ts'
import type { CheckHooks } from './reader-types.ts'

/** Runs one task. */
export type RunTask = (task: ReaderTask, hooks: CheckHooks) => Promise<TaskResult>

/** The thread's side of the port to the page. */
export interface TaskPort {
  postMessage(message: FromWorker): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void
}

function sent(error: unknown): SentError {
  const whole = error instanceof Error ? error : new Error(String(error))
  const code = 'code' in whole && typeof whole.code === 'string' ? whole.code : null
  const row = 'row' in whole && typeof whole.row === 'number' ? whole.row : null
  return { name: whole.name, message: whole.message, code, row }
}

/** Answers the page's tasks in a worker. */
export function serveTasks(port: TaskPort, run: RunTask): void {
  const aborts = new Map<number, AbortController>()
  const waiting = new Map<number, () => void>()
  const early = new Map<number, RowEdit[]>()

  /** A rewrite with the edits that came before it. */
  function whole(id: number, task: ReaderTask): ReaderTask {
    const edits = early.get(id) ?? []
    early.delete(id)
    if (task.op !== 'rewrite' || edits.length === 0) return task
    return { ...task, request: { ...task.request, edits: [...edits, ...task.request.edits] } }
  }

  function start(id: number, task: ReaderTask): void {
    const controller = new AbortController()
    aborts.set(id, controller)
    const hooks: CheckHooks = {
      signal: controller.signal,
      onProgress: (progress) => port.postMessage({ id, kind: 'progress', progress }),
      onFailing: (rows) => port.postMessage({ id, kind: 'failing', rows }),
      onValid: (rows) =>
        new Promise((resolve) => {
          waiting.set(id, resolve)
          port.postMessage({ id, kind: 'valid', rows })
        }),
    }
    run(task, hooks)
      .then(
        (result) => port.postMessage({ id, kind: 'done', result }),
        (error: unknown) => port.postMessage({ id, kind: 'error', error: sent(error) }),
      )
      .finally(() => {
        aborts.delete(id)
        waiting.delete(id)
      })
  }

  port.addEventListener('message', ({ data }) => {
    if (data.kind === 'task') return start(data.id, whole(data.id, data.task))
    if (data.kind === 'edits') {
      const edits = early.get(data.id) ?? []
      early.set(data.id, edits)
      for (const edit of data.edits) edits.push(edit)
      return
    }
    const resume = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.kind === 'abort') aborts.get(data.id)?.abort()
    resume?.()
  })
  port.postMessage({ kind: 'ready' })
}
