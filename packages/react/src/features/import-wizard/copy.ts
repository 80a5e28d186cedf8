import { fixingCopy } from './copy/fixing.ts'

/** All words of the import wizard. */
export const importWizardCopy = {
  ...fixingCopy,
}

/** All words of the import wizard. */
export type ImportWizardCopy = typeof importWizardCopy
