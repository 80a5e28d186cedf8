import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { dataModelsCopy, type DataModelsCopy } from './copy.ts'

/** The feature's words, with the host's own. */
export function useDataModelsCopy(): DataModelsCopy {
  const own = useHubContext().copy.dataModels
  return useMemo(() => ({ ...dataModelsCopy, ...own }), [own])
}
