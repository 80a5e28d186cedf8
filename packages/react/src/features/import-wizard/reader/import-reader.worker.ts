// Reads and checks files beside the page.
import { runTask } from './run-task.ts'
import { serveTasks } from './serve-tasks.ts'

/** Between turns the worker hears that it shall stop. */
const TURN_MS = 40

serveTasks(globalThis, (task, hooks) => {
  if (task.op === 'sheet') throw new TypeError('Workbooks have a worker of their own.')
  return runTask(task, hooks, TURN_MS)
})
