/** Starts the worker that reads files, or the one for workbooks; throws where there are none, as while rendering on a server. */
export function startWorker(kind: 'reader' | 'workbook'): Worker {
  // Bundlers find a worker by this very expression. The build puts both workers beside this module's chunk, as files of their own.
  return kind === 'reader'
    ? new Worker(new URL('./import-reader.worker.ts', import.meta.url), { type: 'module' })
    : new Worker(new URL('./workbook.worker.ts', import.meta.url), { type: 'module' })
}
