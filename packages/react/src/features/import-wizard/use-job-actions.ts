import type { ImportJob } from '@headwater/core'
import { useState } from 'react'
import { useHub } from '../../provider/index.ts'
import { saveFile, useImportsCopy } from '../imports/index.ts'

/** What can be done with an import. */
export type JobAction = 'pause' | 'resume' | 'cancel' | 'undo' | 'again' | 'report'

/** Runs one action at a time on an import, and keeps what went wrong. */
export function useJobActions(job: ImportJob) {
  const { imports } = useHub()
  const copy = useImportsCopy()
  const [busy, setBusy] = useState<JobAction | null>(null)
  const [error, setError] = useState<unknown>(null)

  async function run<Result>(action: JobAction, work: () => Promise<Result>): Promise<Result | null> {
    setBusy(action)
    setError(null)
    try {
      return await work()
    } catch (failure) {
      setError(failure)
      return null
    } finally {
      setBusy(null)
    }
  }

  return {
    busy,
    error,
    pause: () => run('pause', () => imports.pause(job.id)),
    resume: () => run('resume', () => imports.resume(job.id)),
    cancel: () => run('cancel', () => imports.cancel(job.id)),
    /** Gives the job that takes the changes back, or null. */
    undo: () => run('undo', () => imports.undo(job.id)),
    again: () => run('again', () => imports.again(job.id)),
    report: () =>
      run('report', async () => {
        saveFile([await imports.errorReport(job.id)], copy.reportFileName(job.file_name))
      }),
  }
}

/** Whether an import's changes can still be taken back. */
export function canUndo(job: ImportJob): boolean {
  const ended = job.status === 'completed' || job.status === 'cancelled' || job.status === 'failed'
  const changed = job.inserted_records + job.updated_records + job.reversed_records > 0
  const inTime = job.undo_until !== null && Date.parse(job.undo_until) > Date.now()
  return ended && !job.dry_run && changed && inTime && job.undone_at === null
}
