import {
  assignCampaignSchema,
  audienceSegmentSchema,
  campaignAnalyticsSchema,
  campaignAssignmentSchema,
  campaignPageSchema,
  campaignSchema,
  createCampaignSchema,
  createProviderSchema,
  createSegmentSchema,
  createSuppressionsSchema,
  messagePageSchema,
  messageProviderSchema,
  recipientPageSchema,
  recipientQuerySchema,
  sendCampaignSchema,
  simulateQuerySchema,
  simulationSchema,
  skipPageSchema,
  suppressionPageSchema,
  suppressionsAddedSchema,
  testSendResultSchema,
  testSendSchema,
  updateCampaignSchema,
  updateProviderSchema,
  updateSegmentSchema,
} from '@headwater/core/contracts'
import * as z from 'zod/mini'
import { openApiOf, pathsOf, type Operations } from '../runtime/openapi.ts'

const deleted = z.object({ id: z.string() })
const page = ['offset', 'limit']
const list = ['page', 'page_size', 'status', 'type', 'search', 'sort_by', 'sort_order']
const campaign = {
  get: { summary: 'Read a campaign with its counters', data: campaignSchema },
  put: { summary: 'Change a campaign that has not begun', body: updateCampaignSchema, data: campaignSchema },
  delete: { summary: 'Delete a campaign that doesn’t run', data: deleted },
}
const created = {
  summary: 'Make a campaign',
  body: createCampaignSchema,
  data: campaignSchema,
  status: 201,
} as const
const analytics = { get: { summary: 'A campaign’s figures', data: campaignAnalyticsSchema } }

/** Every path of `campaign-api`: the same contracts that the handlers parse with. */
const campaignApi: Operations = {
  '/campaigns': {
    get: { summary: 'List campaigns', query: list, data: campaignPageSchema },
    post: created,
  },
  '/campaigns/send': {
    post: { summary: 'Send a campaign, now or at a time', body: sendCampaignSchema, data: campaignSchema },
  },
  '/campaigns/{id}': campaign,
  '/campaigns/{id}/pause': { post: { summary: 'Stop sending until it is resumed', data: campaignSchema } },
  '/campaigns/{id}/resume': { post: { summary: 'Go on sending', data: campaignSchema } },
  '/campaigns/{id}/cancel': {
    post: { summary: 'End a campaign; who got nothing gets nothing', data: campaignSchema },
  },
  '/campaigns/{id}/test': {
    post: { summary: 'Send one message to a number', body: testSendSchema, data: testSendResultSchema },
  },
  '/campaigns/{id}/simulate': {
    post: {
      summary: 'Tell what would happen to each recipient',
      body: simulateQuerySchema,
      data: simulationSchema,
    },
  },
  '/campaigns/{id}/messages': {
    get: {
      summary: 'List a campaign’s ledger',
      query: ['status', 'reason', 'search', ...page],
      data: messagePageSchema,
    },
  },
  '/campaigns/{id}/skipped': {
    get: { summary: 'List who matched and got no message', query: page, data: skipPageSchema },
  },
  '/campaigns/{id}/analytics': analytics,
  '/campaigns/{id}/assignments': {
    get: { summary: 'List the clients who may read a campaign', data: z.array(campaignAssignmentSchema) },
    put: {
      summary: 'Set the clients who may read it',
      body: assignCampaignSchema,
      data: z.array(campaignAssignmentSchema),
    },
  },
  '/recipients': {
    get: {
      summary: 'Count an audience and list a page or a sample of it',
      query: ['data_model_id', 'criteria', 'pick', ...page],
      data: recipientPageSchema,
    },
    post: { summary: 'The same for long criteria', body: recipientQuerySchema, data: recipientPageSchema },
  },
  '/segments': {
    get: { summary: 'List saved segments', query: ['data_model_id'], data: z.array(audienceSegmentSchema) },
    post: { summary: 'Keep a segment', body: createSegmentSchema, data: audienceSegmentSchema, status: 201 },
  },
  '/segments/{id}': {
    put: { summary: 'Change a segment', body: updateSegmentSchema, data: audienceSegmentSchema },
    delete: { summary: 'Delete a segment', data: deleted },
  },
  '/suppressions': {
    get: {
      summary: 'List suppressed addresses',
      query: ['channel', 'search', ...page],
      data: suppressionPageSchema,
    },
    post: {
      summary: 'Suppress addresses',
      body: createSuppressionsSchema,
      data: suppressionsAddedSchema,
      status: 201,
    },
  },
  '/suppressions/{id}': { delete: { summary: 'Lift what a person suppressed', data: deleted } },
  '/providers': {
    get: { summary: 'List the accounts to send by', data: z.array(messageProviderSchema) },
    post: { summary: 'Add an account', body: createProviderSchema, data: messageProviderSchema, status: 201 },
  },
  '/providers/{id}': {
    put: { summary: 'Change an account', body: updateProviderSchema, data: messageProviderSchema },
    delete: { summary: 'Remove an account that no campaign uses', data: deleted },
  },
  '/providers/{id}/reseal': {
    post: { summary: 'Seal the credentials with the newest key', data: messageProviderSchema },
  },
}

/** Every path of `campaigns`. */
const campaigns: Operations = {
  '/': { get: { summary: 'List campaigns', query: list, data: z.array(campaignSchema) } },
  '/create': { post: created },
  '/{id}': campaign,
  '/{id}/analytics': analytics,
}

/** The OpenAPI 3.1 document of `campaign-api`, made from the contracts. */
export const campaignApiDocument = (): object =>
  openApiOf('campaign-api', 'Headwater campaign API', pathsOf(campaignApi))

/** The OpenAPI 3.1 document of `campaigns`. */
export const campaignsDocument = (): object =>
  openApiOf('campaigns', 'Headwater campaigns', pathsOf(campaigns))
