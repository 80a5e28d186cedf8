import type { ImportsCopy } from '../../imports/index.ts'
import type { ImportWizardCopy } from '../copy.ts'
import type { FileTrouble } from '../steps/ImportFileStep.tsx'

/** What is wrong with a file, for people. */
export function fileTroubleOf(error: unknown, copy: ImportWizardCopy, words: ImportsCopy): FileTrouble {
  const titles: Readonly<Record<string, string>> = { ...words.failureTitles, ...words.rejectionTitles }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  // A file that was moved or changed since it was chosen can't be read any more; its error has no code of ours.
  return error instanceof Error && titles[code] !== undefined
    ? { title: titles[code], message: words.failureReason({ code, message: error.message }) }
    : { title: copy.unreadableTitle, message: copy.unreadable }
}

/** What the wizard takes, by its name. */
export function canBeImported(fileName: string): boolean {
  return /\.(csv|tsv|txt|xlsx|xlsm|json|ndjson|jsonl)$/i.test(fileName)
}
