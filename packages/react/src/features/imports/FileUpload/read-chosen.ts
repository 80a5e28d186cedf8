import { type DataModel } from '@headwater/core'
import type { Format } from '../../../provider/index.ts'
import type { ImportsCopy } from '../copy.ts'
import type { Flow } from './flow.ts'
import type { FileFault } from './steps/FileStep.tsx'

/** The next step for a dropped file, or why there is none. */
export type ReadOutcome = { ok: true; flow: Flow } | { ok: false; fault: FileFault }

/** What is wrong with a file, in the feature's words. One that was moved or changed since it was chosen can't be read; its error has no code of ours. */
export function fileFaultOf(error: unknown, copy: ImportsCopy): FileFault {
  const titles: Readonly<Record<string, string>> = { ...copy.failureTitles, ...copy.rejectionTitles }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const title = titles[code]
  return error instanceof Error && title !== undefined
    ? { title, message: copy.failureReason({ code, message: error.message }) }
    : { title: copy.failureTitles.FILE_NOT_FOUND, message: copy.unreadable }
}

/** Reads a file's first rows and finds the step that follows. Loads the engine that reads files. */
export async function readChosen(options: {
  file: File
  model: DataModel | undefined
  maxBytes: number
  copy: ImportsCopy
  format: Format
}): Promise<ReadOutcome> {
  const { file, model, maxBytes, copy, format } = options
  const { fileTypeOf, proposeModel, readHead } = await import('../import-engine.ts')
  const fileType = fileTypeOf(file.name)
  if (fileType === null)
    return { ok: false, fault: { title: copy.rejectionTitles.FILE_TYPE, message: copy.wrongType(file.name) } }
  if (file.size > maxBytes) {
    const message = copy.tooLarge(file.name, format.bytes(file.size), format.bytes(maxBytes))
    return { ok: false, fault: { title: copy.rejectionTitles.FILE_TOO_LARGE, message } }
  }
  try {
    const head = await readHead(file, { fileType })
    const chosen = { file, fileType, head }
    if (model) return { ok: true, flow: { step: 'columns', chosen, model, mapping: null } }
    const rows = head.rows.map(({ values }) => values)
    const { model: proposal, mapping } = proposeModel({ fileName: file.name, columns: head.columns, rows })
    return { ok: true, flow: { step: 'model', chosen, proposal, columns: mapping } }
  } catch (error) {
    return { ok: false, fault: fileFaultOf(error, copy) }
  }
}
