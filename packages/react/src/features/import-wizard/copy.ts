import { columnsCopy } from './copy/columns.ts'
import { fixingCopy } from './copy/fixing.ts'
import { historyCopy } from './copy/history.ts'
import { policyCopy } from './copy/policy.ts'
import { readingCopy } from './copy/reading.ts'
import { reasonsCopy } from './copy/reasons.ts'

/** All words of the import wizard, of the history of imports, and of its notices. */
export const importWizardCopy = {
  ...readingCopy,
  ...reasonsCopy,
  ...columnsCopy,
  ...fixingCopy,
  ...policyCopy,
  ...historyCopy,
}

/** All words of the import wizard, of the history of imports, and of its notices. */
export type ImportWizardCopy = typeof importWizardCopy
