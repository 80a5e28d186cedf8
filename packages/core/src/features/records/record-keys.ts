import type { RecordQuery } from '../../contracts/records.ts'

/** The keys of records in the query cache. */
export const recordKeys = {
  all: ['headwater', 'records'] as const,
  ofModel: (modelId: string) => [...recordKeys.all, modelId] as const,
  list: (query: RecordQuery) => [...recordKeys.ofModel(query.model_id), 'list', query] as const,
}
