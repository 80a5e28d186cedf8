import * as z from 'zod/mini'
import {
  bulkImportResultSchema,
  recordPageSchema,
  recordSchema,
  type BulkImport,
  type BulkImportResult,
  type CreateRecord,
  type DataRecord,
  type RecordPage,
  type RecordData,
  type RecordQuery,
} from '../../contracts/index.ts'
import type { Fetched } from '../../request/meta.ts'
import { queryOptionsOf, type FeatureContext } from '../feature-context.ts'

const deletedSchema = z.object({ id: z.string() })

/** Which records to page through: a query without its offset. */
export type RecordsPagesQuery = Omit<RecordQuery, 'offset'>

/** The keys of records in the query cache. */
export const recordKeys = {
  all: ['headwater', 'records'] as const,
  ofModel: (modelId: string) => [...recordKeys.all, modelId] as const,
  list: (query: RecordQuery) => [...recordKeys.ofModel(query.model_id), 'list', query] as const,
  pages: (query: RecordsPagesQuery) => [...recordKeys.ofModel(query.model_id), 'pages', query] as const,
}

function pathOf({ sort, filters, ...rest }: RecordQuery): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined) parameters.set(name, String(value))
  if (sort) parameters.set('sort', JSON.stringify(sort))
  if (filters && filters.length > 0) parameters.set('filters', JSON.stringify(filters))
  return `/records?${parameters}`
}

/** Makes the client of records: `hub.records`. */
export function createRecordsClient({ transport, queryClient, staleTimeMs }: FeatureContext) {
  const queries = {
    list: (query: RecordQuery) =>
      queryOptionsOf(recordKeys.list(query), staleTimeMs, (signal) =>
        transport({ method: 'GET', path: pathOf(query), schema: recordPageSchema, signal }),
      ),
    /** Options of an infinite query: each page begins where the one before ended. */
    pages: (query: RecordsPagesQuery) => ({
      queryKey: recordKeys.pages(query),
      staleTime: staleTimeMs,
      retry: false as const,
      initialPageParam: 0,
      queryFn: ({ pageParam, signal }: { pageParam: number; signal: AbortSignal }) =>
        transport({
          method: 'GET',
          path: pathOf({ ...query, offset: pageParam }),
          schema: recordPageSchema,
          signal,
        }),
      getNextPageParam: (last: Fetched<RecordPage>, pages: readonly Fetched<RecordPage>[]) => {
        const read = pages.reduce((sum, page) => sum + page.data.records.length, 0)
        return last.data.records.length > 0 && read < last.data.total ? read : null
      },
    }),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: recordKeys.all })
  return {
    keys: recordKeys,
    queries,
    /** Lists a page of a model's records; `total` counts all that match. */
    list: (query: RecordQuery) => queryClient.fetchQuery(queries.list(query)),
    /** Adds a record. @throws HubApiError VALIDATION_FAILED, NOT_UNIQUE */
    async create(input: CreateRecord, options: { idempotencyKey?: string } = {}): Promise<DataRecord> {
      const { data } = await transport({
        method: 'POST',
        path: '/records',
        schema: recordSchema,
        body: input,
        ...options,
      })
      await refresh()
      return data
    },
    /** Changes the given values of a record; a null clears one. */
    async update(id: string, data: RecordData): Promise<DataRecord> {
      const { data: record } = await transport({
        method: 'PUT',
        path: `/records/${id}`,
        schema: recordSchema,
        body: { data },
      })
      await refresh()
      return record
    },
    /** Deletes a record. */
    async remove(id: string): Promise<void> {
      await transport({ method: 'DELETE', path: `/records/${id}`, schema: deletedSchema })
      await refresh()
    },
    /** Adds up to 1,000 records at once and says which were rejected, and why. */
    async bulkImport(
      input: BulkImport,
      options: { idempotencyKey?: string } = {},
    ): Promise<BulkImportResult> {
      const { data } = await transport({
        method: 'POST',
        path: '/import',
        schema: bulkImportResultSchema,
        body: input,
        ...options,
      })
      await refresh()
      return data
    },
  }
}

/** The client of records. */
export type RecordsClient = ReturnType<typeof createRecordsClient>
