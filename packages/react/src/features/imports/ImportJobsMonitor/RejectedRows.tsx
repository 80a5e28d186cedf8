import type { ImportJob, ImportJobError, Json } from '@headwater/core'
import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import { useRef, useState } from 'react'
import { ErrorState, useCommonCopy, useFormat, useHub } from '../../../provider/index.ts'
import { Button, IconButton, Skeleton } from '../../../ui/index.ts'
import type { ImportsCopy } from '../copy.ts'
import { saveFile } from '../save-file.ts'
import { useImportErrors } from '../use-import-jobs.ts'
import { useImportsCopy } from '../use-imports-copy.ts'

const PAGE_ROWS = 20
const REPORT_PAGE_ROWS = 1000

/** Where the report stands; it is read page by page. */
type Report = { state: 'idle' } | { state: 'running'; done: number } | { state: 'failed'; error: unknown }

function reasonsOf({ errors }: ImportJobError, copy: ImportsCopy): string {
  return errors.map(copy.rowReason).join(' ')
}

/** Reads all rejected rows and saves them as CSV: the file's own columns, and why. */
function useReport(job: ImportJob) {
  const { imports } = useHub()
  const copy = useImportsCopy()
  const [report, setReport] = useState<Report>({ state: 'idle' })
  const stopped = useRef(false)

  async function run(): Promise<void> {
    stopped.current = false
    setReport({ state: 'running', done: 0 })
    try {
      const { toCsv } = await import('@headwater/core/csv')
      const rows: ImportJobError[] = []
      for (let offset = 0, total = 1; offset < total; offset = rows.length) {
        const { data } = await imports.errors(job.id, { offset, limit: REPORT_PAGE_ROWS })
        if (stopped.current) return
        rows.push(...data.errors)
        total = data.errors.length === 0 ? 0 : data.total
        setReport({ state: 'running', done: rows.length })
      }
      const columns = [...new Set(rows.flatMap(({ raw }) => Object.keys(raw)))]
      const lines = rows.map((row): Record<string, Json> => ({
        ...row.raw,
        [copy.reportRow]: row.row_number,
        [copy.reportReason]: reasonsOf(row, copy),
      }))
      saveFile(
        [toCsv({ columns: [copy.reportRow, copy.reportReason, ...columns], rows: lines })],
        copy.reportFileName(job.file_name),
      )
      setReport({ state: 'idle' })
    } catch (error) {
      setReport({ state: 'failed', error })
    }
  }

  const stop = () => {
    stopped.current = true
    setReport({ state: 'idle' })
  }
  return { report, run, stop }
}

/** An import's rejected rows, page by page, each with its reasons. */
export function RejectedRows({ job }: { job: ImportJob }) {
  const copy = useImportsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [offset, setOffset] = useState(0)
  const { data, error, refetch } = useImportErrors(job.id, { offset, limit: PAGE_ROWS })
  const { report, run, stop } = useReport(job)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  const page = data?.data
  const last = Math.min(offset + PAGE_ROWS, page?.total ?? 0)
  return (
    <div className="hub-stack hub-rejected" style={{ gap: 8 }}>
      <div className="hub-panel">
        <table className="hub-table hub-rejected-table">
          <thead>
            <tr>
              <th scope="col" data-align="end">
                {copy.rejectedRow}
              </th>
              <th scope="col">{copy.rejectedReason}</th>
            </tr>
          </thead>
          <tbody>
            {page?.errors.map((row) => (
              <tr key={row.id}>
                <td data-align="end">{format.number(row.row_number)}</td>
                <td>{reasonsOf(row, copy)}</td>
              </tr>
            )) ?? (
              <tr>
                <td data-align="end">
                  <Skeleton width="24px" />
                </td>
                <td>
                  <Skeleton width="60%" />
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <div className="hub-row hub-spread">
        <div className="hub-row">
          <Button
            icon={<Download className="hub-icon" aria-hidden />}
            busy={report.state === 'running'}
            onClick={() => void run()}
          >
            {report.state === 'running'
              ? copy.preparingReport(format.number(report.done))
              : copy.downloadReport}
          </Button>
          {report.state === 'running' ? <Button onClick={stop}>{common.cancel}</Button> : null}
        </div>
        {page && page.total > PAGE_ROWS ? (
          <div className="hub-row">
            <span className="hub-hint">
              {copy.errorRange(format.number(offset + 1), format.number(last), format.number(page.total))}
            </span>
            <IconButton
              label={copy.previous}
              icon={<ChevronLeft className="hub-icon" aria-hidden />}
              disabled={offset === 0}
              onClick={() => setOffset(offset - PAGE_ROWS)}
            />
            <IconButton
              label={copy.next}
              icon={<ChevronRight className="hub-icon" aria-hidden />}
              disabled={last >= page.total}
              onClick={() => setOffset(offset + PAGE_ROWS)}
            />
          </div>
        ) : null}
      </div>
      {report.state === 'failed' ? <ErrorState error={report.error} onRetry={() => void run()} /> : null}
    </div>
  )
}
