import { adminsWrite, ids, staffRead, verbs, type Rights, type TableCase, type Verb } from './table-case.ts'

const campaign = '00000000-0000-4000-8000-00000000c001'
const provider = '00000000-0000-4000-8000-00000000c002'
const ofCampaign = (): string => `campaign_id = '${campaign}'`
/** A client reads what is assigned to it. */
const assigned: Rights = { ...staffRead, client: ['select'] }
const addAndRemove: readonly Verb[] = ['select', 'insert', 'delete']

export const campaignCases: readonly TableCase[] = [
  {
    table: 'message_providers',
    rights: adminsWrite,
    seed: ({ agencyId }) =>
      `(id, agency_id, kind, channel, name) values ('${provider}', '${agencyId}', 'console', 'sms', 'Console')`,
    where: () => `id = '${provider}'`,
    change: "name = 'x'",
    insert: ({ agencyId }) =>
      `(agency_id, kind, channel, name) values ('${agencyId}', 'console', 'sms', 'x')`,
  },
  {
    table: 'campaigns',
    rights: { ...adminsWrite, client: ['select'] },
    seed: ({ agencyId }) => `(id, agency_id, name) values ('${campaign}', '${agencyId}', 'Welcome')`,
    where: () => `id = '${campaign}'`,
    change: "name = 'x'",
    insert: ({ agencyId }) => `(agency_id, name) values ('${agencyId}', 'x')`,
  },
  {
    table: 'campaign_assignments',
    rights: {
      ...assigned,
      owner: addAndRemove,
      agency_admin: addAndRemove,
      super_admin: addAndRemove,
    },
    seed: ({ agencyId, clientId }) =>
      `(campaign_id, agency_id, user_id) values ('${campaign}', '${agencyId}', '${clientId}')`,
    where: ofCampaign,
    change: 'created_at = now()',
    insert: ({ agencyId, ownerId }) =>
      `(campaign_id, agency_id, user_id) values ('${campaign}', '${agencyId}', '${ownerId}')`,
  },
  {
    table: 'campaign_messages',
    rights: assigned,
    seed: ({ agencyId }) =>
      `(campaign_id, agency_id, recipient) values ('${campaign}', '${agencyId}', '+12015550123')`,
    where: ofCampaign,
    change: "reason = 'x'",
    insert: ({ agencyId }) =>
      `(campaign_id, agency_id, recipient) values ('${campaign}', '${agencyId}', '+12015550124')`,
  },
  {
    table: 'campaign_skips',
    rights: assigned,
    seed: ({ agencyId }) =>
      `(campaign_id, agency_id, record_id, reason) values ('${campaign}', '${agencyId}', '${ids.record}', 'NO_NUMBER')`,
    where: ofCampaign,
    change: "value = 'x'",
    insert: ({ agencyId }) =>
      `(campaign_id, agency_id, record_id, reason) values ('${campaign}', '${agencyId}', gen_random_uuid(), 'NO_NUMBER')`,
  },
  {
    // A new campaign gets its counters by itself.
    table: 'campaign_counters',
    rights: assigned,
    where: ofCampaign,
    change: 'segments_count = 1',
    insert: ({ agencyId }) => `(campaign_id, agency_id) values ('${campaign}', '${agencyId}')`,
  },
  {
    table: 'suppressions',
    rights: {
      owner: addAndRemove,
      agency_admin: addAndRemove,
      researcher: ['select', 'insert'],
      super_admin: addAndRemove,
      service_role: verbs,
    },
    seed: ({ agencyId }) => `(agency_id, channel, address) values ('${agencyId}', 'sms', '+12015550123')`,
    where: () => "address = '+12015550123'",
    change: "note = 'x'",
    insert: ({ agencyId }) => `(agency_id, channel, address) values ('${agencyId}', 'sms', '+12015550124')`,
  },
  {
    table: 'audience_segments',
    rights: { ...adminsWrite, researcher: verbs },
    seed: ({ agencyId }) =>
      `(agency_id, data_model_id, name, criteria) values ('${agencyId}', '${ids.model}', 'All', '{}')`,
    where: () => `data_model_id = '${ids.model}'`,
    change: "name = 'x'",
    insert: ({ agencyId }) =>
      `(agency_id, data_model_id, name, criteria) values ('${agencyId}', '${ids.model}', 'x', '{}')`,
  },
  {
    table: 'inbound_messages',
    rights: staffRead,
    seed: ({ agencyId }) =>
      `(agency_id, provider_id, provider_message_id) values ('${agencyId}', '${provider}', 'SM1')`,
    where: () => `provider_id = '${provider}'`,
    change: "body = 'x'",
    insert: ({ agencyId }) =>
      `(agency_id, provider_id, provider_message_id) values ('${agencyId}', '${provider}', 'SM2')`,
  },
]
