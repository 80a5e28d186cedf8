import * as z from 'zod/mini'
import {
  importErrorPageSchema,
  importJobSchema,
  type CreateImportJob,
  type ImportJob,
} from '../../contracts/index.ts'
import { queryOptionsOf, type FeatureContext } from '../feature-context.ts'
import { uploadFile, type UploadContext, type UploadOptions } from './upload-file.ts'

/** Which of a job's rejected rows to read. */
export interface ImportErrorsPage {
  /** Rows to skip. @default 0 */
  offset?: number
  /** Rows to read, at most 1,000. @default 100 */
  limit?: number
}

/** The keys of imports in the query cache. */
export const importKeys = {
  all: ['headwater', 'imports'] as const,
  lists: () => [...importKeys.all, 'list'] as const,
  list: (modelId?: string) => [...importKeys.lists(), modelId ?? null] as const,
  detail: (id: string) => [...importKeys.all, 'detail', id] as const,
  errorsOf: (id: string) => [...importKeys.all, 'errors', id] as const,
  errors: (id: string, page: ImportErrorsPage) => [...importKeys.errorsOf(id), page] as const,
}

/** Makes the client of imports: `hub.imports`. */
export function createImportsClient({ transport, queryClient }: FeatureContext, upload: UploadContext) {
  // A job changes while it is watched, so its queries are never fresh; callers at the same time still share one request.
  const queries = {
    list: (modelId?: string) =>
      queryOptionsOf(importKeys.list(modelId), 0, (signal) =>
        transport({
          method: 'GET',
          path: modelId === undefined ? '/import-jobs' : `/import-jobs?model_id=${modelId}`,
          schema: z.array(importJobSchema),
          signal,
        }),
      ),
    detail: (id: string) =>
      queryOptionsOf(importKeys.detail(id), 0, (signal) =>
        transport({ method: 'GET', path: `/import-jobs/${id}`, schema: importJobSchema, signal }),
      ),
    errors: (id: string, page: ImportErrorsPage = {}) =>
      queryOptionsOf(importKeys.errors(id, page), 0, (signal) =>
        transport({
          method: 'GET',
          path: `/import-jobs/${id}/errors?offset=${page.offset ?? 0}&limit=${page.limit ?? 100}`,
          schema: importErrorPageSchema,
          signal,
        }),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: importKeys.all })
  return {
    keys: importKeys,
    queries,
    /** Stores a CSV or JSON file in the user's folder. @throws FileRejectedError, HubApiError, HubNetworkError */
    upload: (file: File, options?: UploadOptions) => uploadFile(upload, file, options),
    /** Lists the user's imports, newest first, of one model or of all. */
    list: ({ modelId }: { modelId?: string } = {}) => queryClient.fetchQuery(queries.list(modelId)),
    /** Reads one import. @throws HubApiError NOT_FOUND */
    get: (id: string) => queryClient.fetchQuery(queries.detail(id)),
    /** Reads a page of an import's rejected rows, in the file's order. */
    errors: (id: string, page: ImportErrorsPage = {}) => queryClient.fetchQuery(queries.errors(id, page)),
    /** Starts an import of a stored file. @throws HubApiError IMPORT_DUPLICATE with `importJobId`, FILE_NOT_FOUND, FILE_TOO_LARGE */
    async create(input: CreateImportJob, options: { idempotencyKey?: string } = {}): Promise<ImportJob> {
      const { data } = await transport({
        method: 'POST',
        path: '/import-jobs',
        schema: importJobSchema,
        body: input,
        ...options,
      })
      await refresh()
      return data
    },
    /** Stops an import before its next batch; rows that are committed stay. @throws HubApiError IMPORT_FINISHED */
    async cancel(id: string): Promise<ImportJob> {
      const { data } = await transport({
        method: 'POST',
        path: `/import-jobs/${id}/cancel`,
        schema: importJobSchema,
      })
      await refresh()
      return data
    },
  }
}

/** The client of imports. */
export type ImportsClient = ReturnType<typeof createImportsClient>
