import type {
  BulkImport,
  BulkImportResult,
  CreateRecord,
  DataRecord,
  RecordData,
  RecordQuery,
} from '../../contracts/index.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf, type FeatureContext } from '../feature-context.ts'
import { recordKeys } from './record-keys.ts'

/** Deletions on their way at a time. */
const DELETES_AT_ONCE = 4

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
        transport({ method: 'GET', path: pathOf(query), schema: ({ recordPage }) => recordPage, signal }),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: recordKeys.all })
  return {
    keys: recordKeys,
    queries,
    /** Lists a page of a model's records; `total` counts all that match. */
    list: (query: RecordQuery) => cachedRead(queryClient, queries.list(query)),
    /** Adds a record. @throws HubApiError VALIDATION_FAILED, NOT_UNIQUE */
    async create(input: CreateRecord, options: { idempotencyKey?: string } = {}): Promise<DataRecord> {
      const { data } = await transport({
        method: 'POST',
        path: '/records',
        schema: ({ record }) => record,
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
        schema: ({ record }) => record,
        body: { data },
      })
      await refresh()
      return record
    },
    /** Deletes a record. */
    async remove(id: string): Promise<void> {
      await transport({ method: 'DELETE', path: `/records/${id}`, schema: ({ deleted }) => deleted })
      await refresh()
    },
    /**
     * Deletes records, a few at a time, and refreshes once. The first failure ends it; what is deleted stays deleted.
     * @param onDeleted Hears how many are gone.
     */
    async removeMany(ids: readonly string[], onDeleted?: (count: number) => void): Promise<void> {
      const waiting = [...ids]
      let count = 0
      const work = async (): Promise<void> => {
        for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
          await transport({ method: 'DELETE', path: `/records/${id}`, schema: ({ deleted }) => deleted })
          onDeleted?.(++count)
        }
      }
      try {
        await Promise.all(Array.from({ length: DELETES_AT_ONCE }, work))
      } finally {
        waiting.length = 0
        await refresh()
      }
    },
    /** Adds up to 1,000 records at once and says which were rejected, and why. */
    async bulkImport(
      input: BulkImport,
      options: { idempotencyKey?: string } = {},
    ): Promise<BulkImportResult> {
      const { data } = await transport({
        method: 'POST',
        path: '/import',
        schema: ({ bulkImportResult }) => bulkImportResult,
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
