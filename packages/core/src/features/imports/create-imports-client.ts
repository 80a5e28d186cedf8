import type {
  CreateImportJob,
  ImportJob,
  RepeatImport,
  SavedImportMapping,
  SaveImportMapping,
} from '../../contracts/index.ts'
import { queryOptionsOf, type FeatureContext } from '../feature-context.ts'
import {
  importKeys,
  type ImportChangesPage,
  type ImportErrorsPage,
  type SavedMappingQuery,
} from './import-keys.ts'
import { readErrorReport } from './read-error-report.ts'
import type { UploadContext, UploadOptions } from './store-file.ts'
import { uploadFile } from './upload-file.ts'

/** Makes the client of imports: `hub.imports`. */
export function createImportsClient({ transport, queryClient }: FeatureContext, upload: UploadContext) {
  // A job changes while it is watched, so its queries are never fresh; callers at the same time still share one request.
  const queries = {
    list: (modelId?: string) =>
      queryOptionsOf(importKeys.list(modelId), 0, (signal) =>
        transport({
          method: 'GET',
          path: modelId === undefined ? '/import-jobs' : `/import-jobs?model_id=${modelId}`,
          schema: ({ importJobs }) => importJobs,
          signal,
        }),
      ),
    detail: (id: string) =>
      queryOptionsOf(importKeys.detail(id), 0, (signal) =>
        transport({
          method: 'GET',
          path: `/import-jobs/${id}`,
          schema: ({ importJob }) => importJob,
          signal,
        }),
      ),
    errors: (id: string, page: ImportErrorsPage = {}) =>
      queryOptionsOf(importKeys.errors(id, page), 0, (signal) =>
        transport({
          method: 'GET',
          path: `/import-jobs/${id}/errors?offset=${page.offset ?? 0}&limit=${page.limit ?? 100}`,
          schema: ({ importErrors }) => importErrors,
          signal,
        }),
      ),
    changes: (id: string, page: ImportChangesPage = {}) =>
      queryOptionsOf(importKeys.changes(id, page), 0, (signal) =>
        transport({
          method: 'GET',
          path: `/import-jobs/${id}/changes?${new URLSearchParams({
            offset: String(page.offset ?? 0),
            limit: String(page.limit ?? 100),
            ...(page.action === undefined ? {} : { action: page.action }),
          }).toString()}`,
          schema: ({ importChanges }) => importChanges,
          signal,
        }),
      ),
    savedMapping: (query: SavedMappingQuery) =>
      queryOptionsOf(importKeys.mapping(query), 0, (signal) =>
        transport({
          method: 'GET',
          path: `/import-mappings?${new URLSearchParams({ model_id: query.modelId, header_signature: query.headerSignature }).toString()}`,
          schema: ({ savedMappingOrNull }) => savedMappingOrNull,
          signal,
        }),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: importKeys.all })

  async function start(
    path: string,
    body: object | undefined,
    options: { idempotencyKey?: string } = {},
  ): Promise<ImportJob> {
    const { data } = await transport({
      method: 'POST',
      path,
      schema: ({ importJob }) => importJob,
      body,
      ...options,
    })
    await refresh()
    return data
  }

  return {
    keys: importKeys,
    queries,
    /**
     * Stores a CSV or JSON file in the user's folder. One over 6 MB goes in parts where the server takes them: broken off, it goes on when it is given again.
     * @throws FileRejectedError, HubApiError, HubNetworkError
     */
    upload: (file: File, options?: UploadOptions) => uploadFile(upload, file, options),
    /** Lists the user's imports, newest first, of one model or of all. */
    list: ({ modelId }: { modelId?: string } = {}) => queryClient.fetchQuery(queries.list(modelId)),
    /** Reads one import. @throws HubApiError NOT_FOUND */
    get: (id: string) => queryClient.fetchQuery(queries.detail(id)),
    /** Reads a page of an import's rejected rows, in the file's order. */
    errors: (id: string, page: ImportErrorsPage = {}) => queryClient.fetchQuery(queries.errors(id, page)),
    /**
     * Reads a page of what an import did to each record, or of a dry run's samples (up to 50 rows an action), in the file's order.
     * `before` and `after` are the record's values.
     */
    changes: (id: string, page: ImportChangesPage = {}) => queryClient.fetchQuery(queries.changes(id, page)),
    /**
     * Reads every rejected row as CSV: the file's own columns, then the row's number and the reasons. The file can be corrected and imported as
     * it is. @throws HubApiError NOT_FOUND
     */
    errorReport: (id: string): Promise<Blob> => readErrorReport(upload.supabase, id),
    /**
     * Starts an import of a stored file. `mode`, `key_fields` and the policies say what becomes of existing records.
     * @throws HubApiError IMPORT_DUPLICATE with `importJobId`, FILE_NOT_FOUND, FILE_TOO_LARGE, VALIDATION_FAILED
     *
     * @example
     * await hub.imports.create({ model_id, file_url, file_type: 'csv', mode: 'upsert', key_fields: ['email'], field_policies: { phone: 'fill_blank' } })
     */
    create: (input: CreateImportJob, options?: { idempotencyKey?: string }) =>
      start('/import-jobs', input, options),
    /**
     * Starts a dry run: it walks the import's own way, counts what it would do, keeps samples, and changes nothing. Give its id as `dry_run_of` to
     * the import itself, and `differences` says what changed in between. @throws as {@link ImportsClient.create}
     */
    dryRun: (input: Omit<CreateImportJob, 'dry_run' | 'dry_run_of'>, options?: { idempotencyKey?: string }) =>
      start('/import-jobs', { ...input, dry_run: true }, options),
    /** Stops an import before its next batch; rows that are committed stay. @throws HubApiError IMPORT_FINISHED */
    cancel: (id: string) => start(`/import-jobs/${id}/cancel`, undefined),
    /** Lets an import rest after its current batch. @throws HubApiError IMPORT_FINISHED */
    pause: (id: string) => start(`/import-jobs/${id}/pause`, undefined),
    /** Lets a paused import go on where it was. @throws HubApiError IMPORT_FINISHED where it isn't paused */
    resume: (id: string) => start(`/import-jobs/${id}/resume`, undefined),
    /**
     * Takes back what an import changed, as a job of its own: records that it inserted are deleted, those that it updated get their values and times
     * back, and what somebody changed since is kept and named. Undoing that job brings the changes back.
     * @throws HubApiError IMPORT_RUNNING, IMPORT_NOT_UNDOABLE, IMPORT_UNDO_EXPIRED, IMPORT_UNDONE
     */
    undo: (id: string, options?: { idempotencyKey?: string }) =>
      start(`/import-jobs/${id}/undo`, {}, options),
    /** Imports with an earlier import's settings: its file again, or another one with the same columns. @throws as {@link ImportsClient.create} */
    again: (id: string, changes: RepeatImport = {}, options?: { idempotencyKey?: string }) =>
      start(`/import-jobs/${id}/again`, changes, options),
    /** Reads the mapping that the user saved for a model and a header, or null. */
    savedMapping: (query: SavedMappingQuery) => queryClient.fetchQuery(queries.savedMapping(query)),
    /** Saves a mapping for a model and a header, in the place of an earlier one. @throws HubApiError NOT_FOUND, VALIDATION_FAILED */
    async saveMapping(input: SaveImportMapping): Promise<SavedImportMapping> {
      const { data } = await transport({
        method: 'PUT',
        path: '/import-mappings',
        schema: ({ savedMapping }) => savedMapping,
        body: input,
      })
      await queryClient.invalidateQueries({ queryKey: importKeys.mappings() })
      return data
    },
  }
}

/** The client of imports. */
export type ImportsClient = ReturnType<typeof createImportsClient>
