// What stories and tests of campaigns stand on: customers with phones, some of whom opted out.
import {
  createMemoryCampaigns,
  sampleModel,
  sampleProvider,
  sampleRecords,
  type MemoryCampaignState,
} from '@headwater/core/testing'
import type { StoryHubOptions } from '../../../.storybook/story-hub.ts'

export const customers = sampleModel()
export const customerRecords = sampleRecords(customers, 400)
export const providerId = sampleProvider().id

/** A backend in memory with campaigns. */
export function campaignBackend(state: Partial<MemoryCampaignState> = {}): StoryHubOptions {
  return withCampaigns(state).options
}

/** The same, with the campaigns in hand. */
export function withCampaigns(state: Partial<MemoryCampaignState> = {}) {
  const campaigns = createMemoryCampaigns({ models: [customers], records: customerRecords, ...state })
  const options: StoryHubOptions = {
    models: [customers],
    records: customerRecords,
    fail: campaigns.answer,
  }
  return { campaigns, options }
}
