import type { FromWorker, ReaderTask, SentError, TaskResult, ToWorker } from './reader-protocol.ts'
import type { CheckHooks } from './reader-types.ts'

/** Runs tasks in a worker. */
export interface WorkerThread {
  run(task: ReaderTask, hooks: CheckHooks): Promise<TaskResult>
  close(): void
}

/** Edits that are copied to the worker at once. */
const EDITS_AT_ONCE = 1000

/** How long a worker may take to say that it is there. */
const READY_MS = 10_000

function received({ name, message, code, row }: SentError): Error {
  const error = new Error(message)
  error.name = name
  return Object.assign(error, code === null ? {} : { code }, row === null ? {} : { row })
}

interface Running {
  hooks: CheckHooks
  resolve(result: TaskResult): void
  reject(error: unknown): void
}

/**
 * Waits until a worker is there, and talks to it.
 * @returns null where the page may have no worker: its file is not found, or a policy forbids it
 */
export async function openThread(start: () => Worker): Promise<WorkerThread | null> {
  let worker: Worker
  try {
    worker = start()
  } catch {
    return null
  }
  const running = new Map<number, Running>()
  const send = (message: ToWorker) => worker.postMessage(message, [])
  let count = 0
  const isReady = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), READY_MS)
    const end = (ready: boolean) => {
      clearTimeout(timer)
      resolve(ready)
    }
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      end(false)
      for (const { reject } of running.values()) reject(new Error('The worker that reads files broke.'))
      running.clear()
    })
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'ready') return end(true)
      const task = running.get(data.id)
      if (!task) return
      if (data.kind === 'progress') task.hooks.onProgress?.(data.progress)
      else if (data.kind === 'failing') task.hooks.onFailing(data.rows)
      else if (data.kind === 'valid') {
        const { id } = data
        void (task.hooks.onValid?.(data.rows) ?? Promise.resolve()).finally(() => send({ id, kind: 'taken' }))
      } else {
        running.delete(data.id)
        if (data.kind === 'done') task.resolve(data.result)
        else task.reject(received(data.error))
      }
    })
  })
  if (!isReady) {
    worker.terminate()
    return null
  }
  /** Hands a rewrite's edits over in turns; gives the task without them. */
  async function sendEdits(id: number, task: ReaderTask, signal: AbortSignal): Promise<ReaderTask> {
    if (task.op !== 'rewrite' || task.request.edits.length <= EDITS_AT_ONCE) return task
    const { edits } = task.request
    for (let at = 0; at < edits.length; at += EDITS_AT_ONCE) {
      send({ id, kind: 'edits', edits: edits.slice(at, at + EDITS_AT_ONCE) })
      await new Promise((resolve) => setTimeout(resolve, 0))
      signal.throwIfAborted()
    }
    return { ...task, request: { ...task.request, edits: [] } }
  }

  return {
    async run(task, hooks) {
      const id = ++count
      const rest = await sendEdits(id, task, hooks.signal)
      return new Promise<TaskResult>((resolve, reject) => {
        running.set(id, { hooks, resolve, reject })
        send({ id, kind: 'task', task: rest })
        hooks.signal.addEventListener(
          'abort',
          () => {
            send({ id, kind: 'abort' })
            running.delete(id)
            reject(hooks.signal.reason)
          },
          { once: true },
        )
      })
    },
    close: () => worker.terminate(),
  }
}
