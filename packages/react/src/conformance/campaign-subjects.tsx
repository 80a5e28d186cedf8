import { createMemoryCampaigns, sampleCampaign, sampleProvider, sampleUser } from '@headwater/core/testing'
import type { StoryHubOptions } from '../../.storybook/story-hub.ts'
import {
  AudienceBuilder,
  CampaignAnalytics,
  CampaignList,
  CampaignProgress,
  ConnectProvider,
  GuidedBulkSMSFlow,
  MessageComposer,
  ProviderList,
  SuppressionList,
} from '../campaigns.ts'
import { model as base, records } from './greek-data.ts'
import type { Subjects } from './subject.ts'

const model = {
  ...base,
  fields: [...base.fields, { id: 'd', name: 'τηλέφωνο', type: 'phone' as const }],
}
const provider = sampleProvider({ name: 'Λογαριασμός' })
const campaign = sampleCampaign({
  name: 'Άνοιξη',
  message: 'Γεια {{όνομα}}',
  data_model_id: model.id,
  provider_id: provider.id,
  target_criteria: { combinator: 'and', rules: [{ field: 'όνομα', operator: '=', value: 'Άννα' }] },
  send_options: { opt_out_line: 'Τέλος' },
})
const running = sampleCampaign(
  {
    name: 'Χειμώνας',
    message: 'Γεια',
    status: 'active',
    data_model_id: model.id,
    provider_id: provider.id,
    send_options: {},
    counters: { recipients: 3, pending: 1, delivered: 1, suppressed: 1, segments: 2, cost_micros: 15_800 },
  },
  2,
)

/** What the campaigns find. */
export function campaignBackend(): StoryHubOptions {
  const campaigns = createMemoryCampaigns({
    models: [model],
    records: records.map((record, n) => ({
      ...record,
      data: { ...record.data, τηλέφωνο: `+1201555010${n}` },
    })),
    campaigns: [campaign, running],
    providers: [provider],
    perRead: 0,
    suppressions: [
      {
        id: '00000010-0000-4000-8000-000000000001',
        agency_id: sampleUser.agencyId,
        channel: 'sms',
        address: '+12015550100',
        reason: 'opted_out',
        source: 'inbound',
        note: null,
        created_at: '2026-01-05T09:00:00.000Z',
      },
    ],
  })
  return { models: [model], records, fail: campaigns.answer }
}

/** Components of the campaigns' entry. */
export const campaignSubjects: Subjects = {
  AudienceBuilder: {
    element: (props) => (
      <AudienceBuilder {...props} model={model} defaultValue={campaign.target_criteria ?? undefined} />
    ),
  },
  CampaignAnalytics: { element: (props) => <CampaignAnalytics {...props} campaignId={running.id} /> },
  CampaignList: { element: (props) => <CampaignList {...props} onCreateCampaign={() => {}} /> },
  CampaignProgress: { element: (props) => <CampaignProgress {...props} campaign={running} /> },
  ConnectProvider: { element: (props) => <ConnectProvider {...props} /> },
  GuidedBulkSMSFlow: { element: (props) => <GuidedBulkSMSFlow {...props} campaignId={campaign.id} /> },
  MessageComposer: {
    element: (props) => (
      <MessageComposer {...props} model={model} defaultValue={{ message: 'Γεια', optOutLine: 'Τέλος' }} />
    ),
  },
  ProviderList: { element: (props) => <ProviderList {...props} /> },
  SuppressionList: { element: (props) => <SuppressionList {...props} channel="sms" /> },
}
