import type { DataModel } from '@headwater/core'
import { countRules, MAX_CRITERIA_RULES, type AudienceGroup } from '@headwater/core/campaigns'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useHub } from '../../../provider/index.ts'
import { useDebounced } from '../../records/index.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { isComplete, withoutIds } from './audience-edit.ts'

const TYPING_PAUSE_MS = 350
/** Records that a sample has. */
const SAMPLE_SIZE = 5

/** Counts an audience and samples it once it has stood still; a count that is overtaken is aborted. */
export function useAudience(model: DataModel, criteria: AudienceGroup) {
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const valid = isComplete(criteria, model.fields) && countRules(criteria) <= MAX_CRITERIA_RULES
  const wanted = useMemo(() => JSON.stringify(withoutIds(criteria)), [criteria])
  const settled = useDebounced(wanted, TYPING_PAUSE_MS)
  const asked = useMemo<AudienceGroup>(() => JSON.parse(settled), [settled])
  const query = useQuery(
    {
      ...client.audiences.queries.recipients({
        data_model_id: model.id,
        criteria: asked,
        pick: 'sample',
        limit: SAMPLE_SIZE,
      }),
      enabled: valid && settled === wanted,
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
  return {
    valid,
    /** The last count, also while the next one is on its way. */
    page: query.data?.data,
    isCounting: valid && (settled !== wanted || query.isFetching),
    isCurrent: valid && settled === wanted && !query.isPlaceholderData && query.data !== undefined,
    error: query.error,
    refetch: () => void query.refetch(),
  }
}
