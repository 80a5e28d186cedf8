import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { recordsCopy, type RecordsCopy } from './copy.ts'

/** The feature's words, with the host's own. */
export function useRecordsCopy(): RecordsCopy {
  const own = useHubContext().copy.records
  return useMemo(() => ({ ...recordsCopy, ...own }), [own])
}
