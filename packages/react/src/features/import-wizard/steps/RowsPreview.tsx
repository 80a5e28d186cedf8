import { useFormat } from '../../../provider/index.ts'
import { ScrollRegion } from '../../../ui/index.ts'
import { cellTextOf } from '../fixes/row-issue.ts'
import type { PreviewRow } from '../reader/reader-types.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

const SHOWN_ROWS = 8

/** A file's first rows, as they are read. */
export function RowsPreview({
  columns,
  rows,
  busy,
}: {
  columns: readonly string[]
  rows: readonly PreviewRow[]
  busy: boolean
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  return (
    <div className="hub-stack" style={{ gap: 4 }}>
      <h4 className="hub-label">{copy.previewRows(format.number(Math.min(rows.length, SHOWN_ROWS)))}</h4>
      <div className="hub-panel" aria-busy={busy}>
        <ScrollRegion label={copy.preview}>
          <table className="hub-table hub-preview" data-state={busy ? 'busy' : 'ready'}>
            <thead>
              <tr>
                <th scope="col" data-align="end">
                  {copy.previewRow}
                </th>
                {columns.map((column) => (
                  <th key={column} scope="col" title={column}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN_ROWS).map((row) => (
                <tr key={row.rowNumber}>
                  <td data-align="end" className="hub-muted">
                    {format.number(row.rowNumber)}
                  </td>
                  {columns.map((column) => (
                    <td key={column} title={cellTextOf(row.values[column]).slice(0, 500)}>
                      {cellTextOf(row.values[column]).slice(0, 200)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
    </div>
  )
}
