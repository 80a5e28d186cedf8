import type { ImportJob } from '@headwater/core'
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Clock,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import type { Format } from '../../../provider/index.ts'
import type { Tone } from '../../../ui/index.ts'
import type { ImportsCopy } from '../copy.ts'

/** How each state looks, besides its word. */
export const statusLooks: Record<ImportJob['status'], { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: 'neutral', icon: Clock },
  processing: { tone: 'info', icon: LoaderCircle },
  paused: { tone: 'warning', icon: CirclePause },
  completed: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'danger', icon: CircleAlert },
  cancelled: { tone: 'neutral', icon: Ban },
}

/** How far an import is, 0 to 1, or null while its rows are not counted. */
export function shareOf({ status, total_records, processed_records }: ImportJob): number | null {
  if (status === 'completed') return 1
  if (total_records === null) return status === 'pending' || status === 'processing' ? null : 0
  return total_records === 0 ? 0 : processed_records / total_records
}

/** Seconds from the start to the end, or to the last news. */
function secondsOf({ started_at, finished_at, updated_at }: ImportJob): number {
  return started_at === null ? 0 : (Date.parse(finished_at ?? updated_at) - Date.parse(started_at)) / 1000
}

/** What is known of a running import: rows, rate and time left, as far as they are true. */
export function progressText(job: ImportJob, copy: ImportsCopy, format: Format): string {
  if (job.status === 'pending') return copy.queued
  if (job.total_records === null) return copy.counting
  const seconds = secondsOf(job)
  const rate = seconds > 0 ? job.processed_records / seconds : 0
  const parts = [copy.progress(format.number(job.processed_records), format.number(job.total_records))]
  if (rate >= 1) {
    parts.push(copy.rate(format.number(Math.round(rate))))
    parts.push(copy.timeLeft(format.duration((job.total_records - job.processed_records) / rate)))
  }
  return parts.join('\u00a0· ')
}

/** What came of an import that ended. */
export function resultText(job: ImportJob, copy: ImportsCopy, format: Format): string {
  const parts = [
    job.undo_of === null
      ? copy.imported(format.number(job.imported_records))
      : copy.reversed(format.number(job.reversed_records)),
  ]
  if (job.failed_records > 0) parts.push(copy.failedRows(format.number(job.failed_records)))
  if (job.started_at !== null && job.finished_at !== null)
    parts.push(copy.took(format.duration(secondsOf(job))))
  return parts.join('\u00a0· ')
}
