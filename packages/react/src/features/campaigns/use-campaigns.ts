import type { RequestMeta } from '@headwater/core'
import type {
  Campaign,
  CampaignQuery,
  CreateCampaign,
  SendCampaign,
  UpdateCampaign,
  WriteOptions,
} from '@headwater/core/campaigns'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useHub } from '../../provider/index.ts'
import { useCampaignsClient } from './use-campaigns-client.ts'

/** What {@link useCampaigns} gives. */
export interface UseCampaignsResult {
  /** The campaigns of this page, newest first; undefined until they are loaded. */
  campaigns: Campaign[] | undefined
  /** Campaigns on all pages. */
  total: number | undefined
  /** Where the campaigns come from and how old they are. */
  meta: RequestMeta | undefined
  isLoading: boolean
  /** Why the last load failed. Campaigns of an earlier one stay. */
  error: Error | null
  refetch(): void
  createCampaign(input: CreateCampaign, options?: WriteOptions): Promise<Campaign>
  updateCampaign(id: string, change: UpdateCampaign): Promise<Campaign>
  deleteCampaign(id: string): Promise<void>
  /** Sends a campaign, now or at a time. */
  sendCampaign(input: SendCampaign, options?: WriteOptions): Promise<Campaign>
  pauseCampaign(id: string): Promise<Campaign>
  resumeCampaign(id: string): Promise<Campaign>
  cancelCampaign(id: string): Promise<Campaign>
}

/**
 * Lists campaigns and changes them. While one of them moves, the list is read again every two seconds.
 *
 * @example
 * const { createCampaign, sendCampaign } = useCampaigns()
 * const { id } = await createCampaign({ name: 'Welcome', type: 'sms', message: 'Welcome!', data_model_id, target_criteria: { status: 'active' } })
 * await sendCampaign({ campaign_id: id })
 */
export function useCampaigns(query: CampaignQuery = {}): UseCampaignsResult {
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const result = useQuery({ ...client.queries.list(query), placeholderData: keepPreviousData }, queryClient)
  return {
    campaigns: result.data?.data.campaigns,
    total: result.data?.data.total,
    meta: result.data?.meta,
    isLoading: result.isLoading,
    error: result.error,
    refetch: () => void result.refetch(),
    createCampaign: client.create,
    updateCampaign: client.update,
    deleteCampaign: client.remove,
    sendCampaign: client.send,
    pauseCampaign: client.pause,
    resumeCampaign: client.resume,
    cancelCampaign: client.cancel,
  }
}

/** Reads one campaign, again and again while it moves. */
export function useCampaign(id: string | null) {
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  return useQuery({ ...client.queries.detail(id ?? ''), enabled: id !== null }, queryClient)
}
