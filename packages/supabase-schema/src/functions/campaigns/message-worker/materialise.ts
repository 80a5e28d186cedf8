import { CONFIRM_ABOVE } from '@headwater/core/contracts'
import { judgeFields } from '@headwater/core/messaging'
import type postgres from 'postgres'
import type { RunningCampaign } from './campaign-turn.ts'

/** How much an audience may grow between its confirmation and its send. */
const GROWTH = 1.5

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Makes the ledger of a campaign that begins. False: the campaign is stopped, and says why. */
export async function materialise(sql: postgres.Sql, campaign: RunningCampaign): Promise<boolean> {
  const { id } = campaign
  const stop = async (status: 'paused' | 'failed', code: string, message: string): Promise<false> => {
    await sql`select headwater.stop_campaign(${id}, ${status}, ${code}, ${message})`
    return false
  }
  if (campaign.data_model_id === null)
    return stop('failed', 'MODEL_DELETED', 'The data model was deleted before this began.')
  const fields = judgeFields(campaign.message ?? '', campaign.send_options)
  try {
    await sql`select headwater.materialise_campaign(${id}, ${fields}::text[])`
  } catch (error) {
    if (codeOf(error) === 'HW010')
      return stop('failed', 'CRITERIA_INVALID', error instanceof Error ? error.message : '')
    if (['HW011', '42501'].includes(codeOf(error)))
      return stop(
        'failed',
        'MODEL_DELETED',
        'The data model is gone, or whoever sent this may not read it any more.',
      )
    throw error
  }
  const [row] = await sql<
    { n: number }[]
  >`select recipients_count n from public.campaign_counters where campaign_id = ${id}`
  const recipients = row?.n ?? 0
  if (recipients === 0)
    return stop('failed', 'AUDIENCE_EMPTY', 'Nobody matched the audience when this began.')
  const confirmed = campaign.confirmed_recipients ?? 0
  if (recipients > CONFIRM_ABOVE && recipients > confirmed * GROWTH)
    return stop(
      'paused',
      'AUDIENCE_GREW',
      `${confirmed} recipients were confirmed, and ${recipients} match now. Look at them and resume.`,
    )
  return true
}
