import * as z from 'zod/mini'
import type { LiveHandler } from '../live/index.ts'
import { campaignKeys } from './campaign-keys.ts'

const changeSchema = z.object({ id: z.string() })

/** Reads a campaign, its figures and the lists again when it or its counters changed. */
export const liveCampaigns: LiveHandler = {
  topics: ['agency'],
  event: 'campaigns',
  queryKeys: [campaignKeys.all],
  apply(payload) {
    const { id } = changeSchema.parse(payload)
    return [campaignKeys.lists(), campaignKeys.one(id)]
  },
}
