import type { ImportJob } from '../contracts/index.ts'
import type { MemoryStore } from './memory-store.ts'

/** The settings of an import that asks for nothing special. */
export const plainSettings = {
  mapping: null,
  plan: null,
  reading: null,
  on_invalid: 'skip',
  mode: 'insert',
  key_fields: [],
  field_policies: {},
  newest_by: null,
  duplicates_in_file: 'last',
  dry_run: false,
  dry_run_of: null,
  undo_of: null,
  again_of: null,
} satisfies Partial<ImportJob>

/** The counters of an import that has not begun. */
export const noCounts = {
  processed_records: 0,
  imported_records: 0,
  inserted_records: 0,
  updated_records: 0,
  unchanged_records: 0,
  skipped_records: 0,
  failed_records: 0,
  conflict_records: 0,
  reversed_records: 0,
  kept_records: 0,
  differences: null,
} satisfies Partial<ImportJob>

/** Adds a job that waits for its turn. */
export function newJob(
  store: MemoryStore,
  settings: Partial<ImportJob> & Pick<ImportJob, 'model_id' | 'file_url' | 'file_type' | 'file_size'>,
): ImportJob {
  const job: ImportJob = {
    ...store.newRow(),
    ...plainSettings,
    ...noCounts,
    status: 'pending',
    total_records: null,
    error_code: null,
    error_message: null,
    started_at: null,
    finished_at: null,
    undo_until: null,
    undone_at: null,
    file_name: settings.file_url.split('/').pop() ?? '',
    ...settings,
  }
  store.jobs.set(job.id, job)
  store.broadcast('import_jobs', job)
  return job
}
