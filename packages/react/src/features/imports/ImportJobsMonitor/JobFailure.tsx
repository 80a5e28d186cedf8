import type { ImportJob } from '@headwater/core'
import { Callout } from '../../../ui/index.ts'
import { useImportsCopy } from '../use-imports-copy.ts'

/** Why a job ended without its work done. */
export function JobFailure({ job }: { job: ImportJob }) {
  const copy = useImportsCopy()
  const titles: Readonly<Record<string, string>> = copy.failureTitles
  const code = job.error_code ?? 'INTERNAL'
  return (
    <Callout tone="danger" title={titles[code] ?? copy.failureTitles.INTERNAL}>
      {job.error_message === null ? null : <p>{copy.failureReason({ code, message: job.error_message })}</p>}
    </Callout>
  )
}
