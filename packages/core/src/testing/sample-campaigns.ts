import type { Campaign, CampaignCounters } from '../contracts/campaigns.ts'
import type { MessageProvider } from '../contracts/providers.ts'
import { sampleUser } from './sample-data.ts'

const TIME = '2026-01-05T09:00:00.000Z'

/** Counters of a campaign that sent nothing. */
export const noCounters: CampaignCounters = {
  recipients: 0,
  pending: 0,
  held: 0,
  sent: 0,
  delivered: 0,
  failed: 0,
  suppressed: 0,
  skipped: 0,
  segments: 0,
  cost_micros: 0,
}

/** A draft of an SMS campaign; `counters` of its own add to none. */
export function sampleCampaign(
  {
    counters,
    ...overrides
  }: { [Key in keyof Omit<Campaign, 'counters'>]?: Campaign[Key] | undefined } & {
    counters?: Partial<CampaignCounters>
  } = {},
  n = 1,
): Campaign {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
  const campaign: Campaign = {
    id: `00000007-0000-4000-8000-${String(n).padStart(12, '0')}`,
    agency_id: sampleUser.agencyId,
    name: n === 1 ? 'Spring offer' : `Spring offer ${n}`,
    description: null,
    type: 'sms',
    status: 'draft',
    start_date: null,
    end_date: null,
    target_audience: null,
    data_model_id: null,
    target_criteria: null,
    content: null,
    message: 'Hi {{name|there}}, 20 % off until Sunday.',
    subject: null,
    metadata: null,
    send_options: { opt_out_line: 'Reply STOP to opt out' },
    provider_id: null,
    scheduled_at: null,
    confirmed_recipients: null,
    status_code: null,
    status_message: null,
    leads_count: 0,
    qualified_leads_count: 0,
    contacted_count: 0,
    responded_count: 0,
    counters: { ...noCounters, ...counters },
    currency: 'USD',
    created_by: sampleUser.id,
    materialised_at: null,
    started_at: null,
    finished_at: null,
    created_at: TIME,
    updated_at: TIME,
  }
  return { ...campaign, ...given }
}

/** An account of the console, at the price of an American SMS. */
export function sampleProvider(overrides: Partial<MessageProvider> = {}): MessageProvider {
  return {
    id: '00000008-0000-4000-8000-000000000001',
    agency_id: sampleUser.agencyId,
    kind: 'console',
    channel: 'sms',
    name: 'Console',
    config: {},
    has_credentials: false,
    segments_per_second: 10,
    price_micros: 7900,
    currency: 'USD',
    paused_until: null,
    last_error: null,
    webhook_url: 'https://project.supabase.co/functions/v1/messaging-webhooks/console',
    created_at: TIME,
    updated_at: TIME,
    ...overrides,
  }
}
