import type { ImportAction } from '../../contracts/import-changes.ts'

/** Which of a job's rejected rows to read. */
export interface ImportErrorsPage {
  /** Rows to skip. @default 0 */
  offset?: number
  /** Rows to read, at most 1,000. @default 100 */
  limit?: number
}

/** Which of a job's changes to read. */
export interface ImportChangesPage extends ImportErrorsPage {
  /** Changes of one kind. @default all */
  action?: ImportAction
}

/** Which saved mapping to read. */
export interface SavedMappingQuery {
  modelId: string
  /** What `headerSignature` of `@headwater/core/inference` gives for the file's columns. */
  headerSignature: string
}

/** The keys of imports in the query cache. */
export const importKeys = {
  all: ['headwater', 'imports'] as const,
  lists: () => [...importKeys.all, 'list'] as const,
  list: (modelId?: string) => [...importKeys.lists(), modelId ?? null] as const,
  detail: (id: string) => [...importKeys.all, 'detail', id] as const,
  errorsOf: (id: string) => [...importKeys.all, 'errors', id] as const,
  errors: (id: string, page: ImportErrorsPage) => [...importKeys.errorsOf(id), page] as const,
  changesOf: (id: string) => [...importKeys.all, 'changes', id] as const,
  changes: (id: string, page: ImportChangesPage) => [...importKeys.changesOf(id), page] as const,
  mappings: () => [...importKeys.all, 'mappings'] as const,
  mapping: (query: SavedMappingQuery) => [...importKeys.mappings(), query] as const,
}
