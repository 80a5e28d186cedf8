import type {
  CampaignQuery,
  MessageQuery,
  RecipientQuery,
  SimulateQuery,
  SuppressionQuery,
} from '../../contracts/index.ts'

/** The keys of campaigns in the query cache. */
export const campaignKeys = {
  all: ['headwater', 'campaigns'] as const,
  lists: () => [...campaignKeys.all, 'list'] as const,
  list: (query: CampaignQuery) => [...campaignKeys.lists(), query] as const,
  one: (id: string) => [...campaignKeys.all, 'one', id] as const,
  detail: (id: string) => [...campaignKeys.one(id), 'detail'] as const,
  analytics: (id: string) => [...campaignKeys.one(id), 'analytics'] as const,
  messages: (id: string, query: MessageQuery) => [...campaignKeys.one(id), 'messages', query] as const,
  skipped: (id: string, query: MessageQuery) => [...campaignKeys.one(id), 'skipped', query] as const,
  simulation: (id: string, query: SimulateQuery) => [...campaignKeys.one(id), 'simulation', query] as const,
  assignments: (id: string) => [...campaignKeys.one(id), 'assignments'] as const,
}

/** The keys of audiences and their segments. */
export const audienceKeys = {
  all: ['headwater', 'audiences'] as const,
  recipients: (query: RecipientQuery) => [...audienceKeys.all, 'recipients', query] as const,
  segments: (dataModelId?: string) => [...audienceKeys.all, 'segments', dataModelId ?? 'all'] as const,
}

/** The keys of suppressions. */
export const suppressionKeys = {
  all: ['headwater', 'suppressions'] as const,
  list: (query: SuppressionQuery) => [...suppressionKeys.all, query] as const,
}

/** The key of the accounts that messages leave by. */
export const providerKeys = { all: ['headwater', 'message-providers'] as const }
