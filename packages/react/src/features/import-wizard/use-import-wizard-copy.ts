import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { importWizardCopy, type ImportWizardCopy } from './copy.ts'

/** The wizard's words, with the host's own. */
export function useImportWizardCopy(): ImportWizardCopy {
  const own = useHubContext().copy.importWizard
  return useMemo(() => ({ ...importWizardCopy, ...own }), [own])
}
