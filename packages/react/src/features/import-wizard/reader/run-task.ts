import { checkRows } from './check-rows.ts'
import { openFile } from './open-file.ts'
import { rewriteRows } from './rewrite-rows.ts'
import type { ReaderTask, TaskResult } from './reader-protocol.ts'
import type { CheckHooks } from './reader-types.ts'

/** Runs a task of the reader; sheets are another worker's. */
export function runTask(
  task: Exclude<ReaderTask, { op: 'sheet' }>,
  hooks: CheckHooks,
  turnMs: number,
): Promise<TaskResult> {
  switch (task.op) {
    case 'open':
      return openFile(task.request)
    case 'check':
      return checkRows(task.request, hooks, { turnMs })
    case 'rewrite':
      return rewriteRows(task.request)
  }
}
