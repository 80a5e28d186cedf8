import type {
  DataModel,
  DataRecord,
  ImportChange,
  ImportJob,
  ImportJobError,
  SavedImportMapping,
} from '../contracts/index.ts'

/** Who is signed in. */
export interface MemoryUser {
  /** A uuid. */
  id: string
  email: string
  /** A uuid. */
  agencyId: string
}

/** What a memory backend holds from the start. */
export interface MemoryData {
  models?: readonly DataModel[] | undefined
  records?: readonly DataRecord[] | undefined
  jobs?: readonly ImportJob[] | undefined
  errors?: readonly ImportJobError[] | undefined
}

/** A change with what an undo needs besides what the API tells. */
export interface MemoryChange extends ImportChange {
  before_updated_at: string | null
  after_updated_at: string | null
  /** A record that an undo deleted. */
  record: DataRecord | null
}

/** Hears of what was changed, as the database's triggers tell it. */
export type Broadcast = (event: 'import_jobs' | 'data_models' | 'records', payload: unknown) => void

/** The memory backend's tables. */
export interface MemoryStore {
  user: MemoryUser
  models: Map<string, DataModel>
  records: Map<string, DataRecord>
  jobs: Map<string, ImportJob>
  errors: Map<string, ImportJobError[]>
  /** What each job did to records that were there. */
  changes: Map<string, MemoryChange[]>
  mappings: Map<string, SavedImportMapping>
  /** Bucket and path to content. */
  files: Map<string, Blob>
  maxImportBytes: number
  /** Columns that every new row gets. */
  newRow(): { id: string; user_id: string; agency_id: string; created_at: string; updated_at: string }
  /** A time later than each one before it: newest first stays that. */
  now(): string
  broadcast: Broadcast
}

function byId<Row extends { id: string }>(rows: readonly Row[] = []): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, structuredClone(row)]))
}

/** Makes the tables out of what they hold from the start; the given rows are copied. */
export function createMemoryStore(
  data: MemoryData,
  options: { user: MemoryUser; maxImportBytes: number; broadcast: Broadcast },
): MemoryStore {
  let lastMs = 0
  const now = (): string => {
    lastMs = Math.max(Date.now(), lastMs + 1)
    return new Date(lastMs).toISOString()
  }
  const errors = new Map<string, ImportJobError[]>()
  for (const error of structuredClone(data.errors ?? []))
    errors.set(error.import_job_id, [...(errors.get(error.import_job_id) ?? []), error])
  return {
    ...options,
    models: byId(data.models),
    records: byId(data.records),
    jobs: byId(data.jobs),
    errors,
    changes: new Map(),
    mappings: new Map(),
    files: new Map(),
    now,
    newRow() {
      const created = now()
      const { id, agencyId } = options.user
      return {
        id: crypto.randomUUID(),
        user_id: id,
        agency_id: agencyId,
        created_at: created,
        updated_at: created,
      }
    },
  }
}

/** Newest first, as the API lists. */
export function newestFirst<Row extends { id: string; created_at: string }>(rows: Iterable<Row>): Row[] {
  return [...rows].toSorted(
    (left, right) =>
      Date.parse(right.created_at) - Date.parse(left.created_at) || (left.id < right.id ? -1 : 1),
  )
}

/** Whether a job goes on by itself. */
export function isActive({ status }: Pick<ImportJob, 'status'>): boolean {
  return status === 'pending' || status === 'processing'
}

/** Whether a job has not ended: it runs, waits, or is paused. */
export function isUnfinished(job: Pick<ImportJob, 'status'>): boolean {
  return isActive(job) || job.status === 'paused'
}
