import { useMemo } from 'react'
import { useHubContext } from '../../provider/index.ts'
import { freshnessCopy, type FreshnessCopy } from './copy.ts'

/** The feature's words, with the host's own. */
export function useFreshnessCopy(): FreshnessCopy {
  const own = useHubContext().copy.freshness
  return useMemo(() => ({ ...freshnessCopy, ...own }), [own])
}
