import { checkRows } from './check-rows.ts'
import { openFile } from './open-file.ts'
import { rewriteRows } from './rewrite-rows.ts'
import type { ReaderTask, TaskResult } from './reader-protocol.ts'
import type { CheckHooks } from './reader-types.ts'

/** Runs a task of the reader; sheets are another worker's. */
export async function runTask(
  task: Exclude<ReaderTask, { op: 'sheet' }>,
  hooks: CheckHooks,
  turnMs: number,
): Promise<TaskResult> {
  switch (task.op) {
    case 'open':
      return { op: 'open', value: await openFile(task.request) }
    case 'check':
      return { op: 'check', value: await checkRows(task.request, hooks, { turnMs }) }
    case 'rewrite':
      return { op: 'rewrite', value: await rewriteRows(task.request) }
  }
}
