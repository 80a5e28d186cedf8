import * as z from 'zod/mini'
import {
  campaignAnalyticsSchema,
  campaignAssignmentSchema,
  campaignPageSchema,
  campaignSchema,
  messagePageSchema,
  simulationSchema,
  skipPageSchema,
  testSendResultSchema,
  type Campaign,
  type CampaignAssignment,
  type CampaignQuery,
  type CreateCampaign,
  type MessageQuery,
  type SendCampaign,
  type SimulateQuery,
  type TestSend,
  type TestSendResult,
  type UpdateCampaign,
} from '../../contracts/index.ts'
import type { Hub } from '../../create-hub.ts'
import { cachedRead } from '../../request/cached-read.ts'
import type { Fetched } from '../../request/meta.ts'
import { queryOptionsOf } from '../feature-context.ts'
import { campaignKeys } from './campaign-keys.ts'
import {
  createCampaignTransport,
  deletedSchema,
  searchOf,
  STALE_MS,
  type WriteOptions,
} from './campaign-transport.ts'
import { createAudienceClient } from './create-audience-client.ts'
import { createProvidersClient } from './create-providers-client.ts'
import { liveCampaigns } from './live-campaigns.ts'
import { createSuppressionsClient } from './create-suppressions-client.ts'

/** How often a campaign that moves is read again, beside what is pushed, in milliseconds. */
const MOVING_POLL_MS = 2000

/** Whether a campaign's figures still change by themselves: it sends, waits for its time, or awaits the vendor's events. */
export function isMoving({ status, counters }: Pick<Campaign, 'status' | 'counters'>): boolean {
  return status === 'active' || status === 'scheduled' || counters.sent > 0
}

function pollWhile<Data>(moves: (data: Data) => boolean) {
  return (query: { state: { data?: Fetched<Data> | undefined } }): number | false =>
    query.state.data !== undefined && moves(query.state.data.data) ? MOVING_POLL_MS : false
}

/**
 * Makes the clients of campaigns, audiences, suppressions and accounts, on the hub's cache and policies.
 *
 * @example
 * const campaigns = createCampaigns(hub)
 * const draft = await campaigns.create({ name: 'Welcome', type: 'sms', message: 'Hi {{name|there}}', data_model_id, provider_id })
 * const { data } = await campaigns.simulate(draft.id)
 * await campaigns.send({ campaign_id: draft.id, confirmed_recipients: data.totals.matched - data.totals.skip })
 */
export function createCampaigns(hub: Pick<Hub, 'context'>) {
  const { context } = hub
  const { queryClient, live } = context
  live.on(liveCampaigns)
  const calls = createCampaignTransport(context)

  const queries = {
    list: (query: CampaignQuery = {}) => ({
      ...queryOptionsOf(campaignKeys.list(query), STALE_MS, (signal) =>
        calls.get(`/campaigns${searchOf(query)}`, campaignPageSchema, signal),
      ),
      refetchInterval: pollWhile(({ campaigns }: { campaigns: Campaign[] }) => campaigns.some(isMoving)),
    }),
    detail: (id: string) => ({
      ...queryOptionsOf(campaignKeys.detail(id), STALE_MS, (signal) =>
        calls.get(`/campaigns/${id}`, campaignSchema, signal),
      ),
      refetchInterval: pollWhile(isMoving),
    }),
    analytics: (id: string) => ({
      ...queryOptionsOf(campaignKeys.analytics(id), STALE_MS, (signal) =>
        calls.get(`/campaigns/${id}/analytics`, campaignAnalyticsSchema, signal),
      ),
      refetchInterval: pollWhile(({ campaign, counters }: z.infer<typeof campaignAnalyticsSchema>) =>
        isMoving({ status: campaign.status, counters }),
      ),
    }),
    messages: (id: string, query: MessageQuery = {}) =>
      queryOptionsOf(campaignKeys.messages(id, query), STALE_MS, (signal) =>
        calls.get(`/campaigns/${id}/messages${searchOf(query)}`, messagePageSchema, signal),
      ),
    skipped: (id: string, query: Pick<MessageQuery, 'offset' | 'limit'> = {}) =>
      queryOptionsOf(campaignKeys.skipped(id, query), STALE_MS, (signal) =>
        calls.get(`/campaigns/${id}/skipped${searchOf(query)}`, skipPageSchema, signal),
      ),
    simulation: (id: string, query: SimulateQuery = {}) =>
      queryOptionsOf(campaignKeys.simulation(id, query), STALE_MS, (signal) =>
        calls.ask(`/campaigns/${id}/simulate`, query, simulationSchema, signal),
      ),
    assignments: (id: string) =>
      queryOptionsOf(campaignKeys.assignments(id), STALE_MS, (signal) =>
        calls.get(`/campaigns/${id}/assignments`, z.array(campaignAssignmentSchema), signal),
      ),
  }

  /** Puts a changed campaign into the cache, and marks what follows from it as old. */
  async function changed(campaign: Campaign): Promise<Campaign> {
    const { id } = campaign
    const meta = {
      source: 'network' as const,
      fetchedAt: new Date().toISOString(),
      warnings: [],
      attempts: 1,
      durationMs: 0,
    }
    queryClient.setQueryData<Fetched<Campaign>>(campaignKeys.detail(id), { data: campaign, meta })
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: campaignKeys.lists() }),
      queryClient.invalidateQueries({
        queryKey: campaignKeys.one(id),
        predicate: ({ queryKey }) => queryKey.at(-1) !== 'detail',
      }),
    ])
    return campaign
  }

  async function act(id: string, action: 'pause' | 'resume' | 'cancel'): Promise<Campaign> {
    return changed(await calls.write('POST', `/campaigns/${id}/${action}`, campaignSchema, {}))
  }

  return {
    keys: campaignKeys,
    queries,
    audiences: createAudienceClient(context, calls),
    suppressions: createSuppressionsClient(context, calls),
    providers: createProvidersClient(context, calls),
    /** Lists the campaigns that the user may read, newest first. */
    list: (query: CampaignQuery = {}) => cachedRead(queryClient, queries.list(query)),
    /** Reads one campaign with its counters. @throws HubApiError NOT_FOUND */
    get: (id: string) => cachedRead(queryClient, queries.detail(id)),
    /** Makes a campaign; one that sends begins as a draft. @throws HubApiError VALIDATION_FAILED, FORBIDDEN */
    create: async (input: CreateCampaign, options?: WriteOptions): Promise<Campaign> =>
      changed(await calls.write('POST', '/campaigns', campaignSchema, input, options)),
    /** Changes the given parts. @throws HubApiError CAMPAIGN_LOCKED once it has begun, CONFLICT where `expected_updated_at` is not the row's */
    update: async (id: string, change: UpdateCampaign): Promise<Campaign> =>
      changed(await calls.write('PUT', `/campaigns/${id}`, campaignSchema, change)),
    /** Deletes a campaign with its ledger. @throws HubApiError CAMPAIGN_STATUS while it is sent */
    async remove(id: string): Promise<void> {
      await calls.write('DELETE', `/campaigns/${id}`, deletedSchema)
      queryClient.removeQueries({ queryKey: campaignKeys.one(id) })
      await queryClient.invalidateQueries({ queryKey: campaignKeys.lists() })
    },
    /**
     * Sends a campaign, now or at a time.
     * @throws HubApiError CAMPAIGN_INCOMPLETE names what is missing, AUDIENCE_EMPTY, CONFIRMATION_REQUIRED above 1,000 recipients: its issue's message is
     *   their number, to be sent as `confirmed_recipients`
     */
    send: async (input: SendCampaign, options?: WriteOptions): Promise<Campaign> =>
      changed(await calls.write('POST', '/campaigns/send', campaignSchema, input, options)),
    /** Stops sending; what the vendor has already arrives. */
    pause: (id: string): Promise<Campaign> => act(id, 'pause'),
    /** Goes on sending. */
    resume: (id: string): Promise<Campaign> => act(id, 'resume'),
    /** Ends a campaign: a scheduled one is a draft again, one that runs is archived and whoever got nothing gets nothing. */
    cancel: (id: string): Promise<Campaign> => act(id, 'cancel'),
    /** Sends one message to a number, outside of the ledger. @throws HubApiError PROVIDER_FAILED: the vendor's own words */
    test: (id: string, input: TestSend, options?: WriteOptions): Promise<TestSendResult> =>
      calls.write('POST', `/campaigns/${id}/test`, testSendResultSchema, input, options),
    /** Tells what would happen to each recipient, and what it would cost. Nothing is sent. */
    simulate: (id: string, query: SimulateQuery = {}) =>
      cachedRead(queryClient, queries.simulation(id, query)),
    /** Lists the ledger: each recipient and what became of their message. */
    messages: (id: string, query: MessageQuery = {}) => cachedRead(queryClient, queries.messages(id, query)),
    /** Lists the records that matched and got no message of their own. */
    skipped: (id: string, query: Pick<MessageQuery, 'offset' | 'limit'> = {}) =>
      cachedRead(queryClient, queries.skipped(id, query)),
    /** Reads the figures; they add up to the ledger. */
    analytics: (id: string) => cachedRead(queryClient, queries.analytics(id)),
    /** Lists the clients who may read a campaign. */
    assignments: (id: string) => cachedRead(queryClient, queries.assignments(id)),
    /** Sets the clients who may read a campaign. */
    async assign(id: string, userIds: readonly string[]): Promise<CampaignAssignment[]> {
      const rows = await calls.write(
        'PUT',
        `/campaigns/${id}/assignments`,
        z.array(campaignAssignmentSchema),
        {
          user_ids: userIds,
        },
      )
      await queryClient.invalidateQueries({ queryKey: campaignKeys.assignments(id) })
      return rows
    },
  }
}

/** The clients of campaigns, audiences, suppressions and accounts. */
export type CampaignsClient = ReturnType<typeof createCampaigns>
