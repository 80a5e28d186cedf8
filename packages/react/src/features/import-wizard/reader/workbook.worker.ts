// Reads workbooks beside the page: loaded when the first one is dropped.
import { openSheet } from './open-sheet.ts'
import { serveTasks } from './serve-tasks.ts'

serveTasks(globalThis, async (task) => {
  if (task.op !== 'sheet') throw new TypeError('This worker reads workbooks alone.')
  return { op: 'sheet', value: await openSheet(task.request) }
})
