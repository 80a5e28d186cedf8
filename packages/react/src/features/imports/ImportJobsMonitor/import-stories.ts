import type { ImportJob } from '@headwater/core'
import { sampleJob } from '@headwater/core/testing'

/** Running: a third is done after twelve seconds. */
export function runningJob(overrides: Partial<ImportJob> = {}, n = 1): ImportJob {
  return sampleJob(
    {
      file_name: 'customers-2026.csv',
      status: 'processing',
      total_records: 48_000,
      processed_records: 16_200,
      imported_records: 16_164,
      failed_records: 36,
      started_at: '2026-01-02T09:00:00.000Z',
      updated_at: '2026-01-02T09:00:12.000Z',
      finished_at: null,
      ...overrides,
    },
    n,
  )
}

/** Waits for a worker. */
export function waitingJob(n: number): ImportJob {
  return sampleJob(
    {
      file_name: 'leads.json',
      file_type: 'json',
      status: 'pending',
      total_records: null,
      processed_records: 0,
      imported_records: 0,
      failed_records: 0,
      started_at: null,
      finished_at: null,
    },
    n,
  )
}

/** Ended without records, and says why. */
export function failedJob(n: number): ImportJob {
  return sampleJob(
    {
      file_name: 'orders.csv',
      status: 'failed',
      total_records: null,
      processed_records: 0,
      imported_records: 0,
      failed_records: 0,
      error_code: 'UNCLOSED_QUOTE',
      error_message: 'A quote that opens in row 214 is never closed. Close it, then drop the file again.',
    },
    n,
  )
}

/** Was stopped by its user. */
export function cancelledJob(n: number): ImportJob {
  return sampleJob(
    {
      file_name: 'contacts.csv',
      status: 'cancelled',
      total_records: 5000,
      processed_records: 1200,
      imported_records: 1200,
      failed_records: 0,
    },
    n,
  )
}

/** Ended with every row imported. */
export function cleanJob(n: number): ImportJob {
  return sampleJob(
    {
      file_name: 'subscriptions.csv',
      total_records: 4963,
      processed_records: 4963,
      imported_records: 4963,
      failed_records: 0,
    },
    n,
  )
}
