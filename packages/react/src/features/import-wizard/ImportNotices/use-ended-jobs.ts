import type { ImportJob } from '@headwater/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isRunning, useImportJobs } from '../../imports/index.ts'

function secondsOf({ created_at, finished_at, updated_at }: ImportJob): number {
  return (Date.parse(finished_at ?? updated_at) - Date.parse(created_at)) / 1000
}

/** Imports that were seen running and have ended since. */
export function useEndedJobs(afterSeconds: number) {
  const { data } = useImportJobs()
  const running = useRef(new Set<string>())
  const [ended, setEnded] = useState<readonly ImportJob[]>([])
  const jobs = data?.data
  useEffect(() => {
    if (!jobs) return
    const news = jobs.filter(
      (job) =>
        running.current.has(job.id) &&
        !isRunning(job) &&
        job.status !== 'paused' &&
        !job.dry_run &&
        secondsOf(job) >= afterSeconds,
    )
    for (const job of jobs) {
      if (isRunning(job) || job.status === 'paused') running.current.add(job.id)
      else running.current.delete(job.id)
    }
    if (news.length > 0) setEnded((before) => [...before, ...news])
  }, [jobs, afterSeconds])
  const dismiss = useCallback((id: string) => setEnded((before) => before.filter((job) => job.id !== id)), [])
  return { ended, dismiss }
}
