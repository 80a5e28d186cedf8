import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { importsCopy, type ImportsCopy } from './copy.ts'

/** The feature's words, with the host's own. */
export function useImportsCopy(): ImportsCopy {
  const own = useHubContext().copy.imports
  return useMemo(() => ({ ...importsCopy, ...own }), [own])
}
