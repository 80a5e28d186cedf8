import type { Json } from '@headwater/core'
import type { FileHead } from '../../import-engine.ts'
import { useImportsCopy } from '../../use-imports-copy.ts'
import { ScrollRegion } from '../../../../ui/index.ts'

const PREVIEW_ROWS = 5

/** A value of the file as a cell shows it. */
export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The file's first rows as they are. */
export function Preview({ head }: { head: FileHead }) {
  const copy = useImportsCopy()
  return (
    <details className="hub-details">
      <summary>{copy.preview}</summary>
      <div className="hub-panel">
        <ScrollRegion label={copy.preview}>
          <table className="hub-table">
            <thead>
              <tr>
                <th scope="col" data-align="end">
                  {copy.rejectedRow}
                </th>
                {head.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {head.rows.slice(0, PREVIEW_ROWS).map((row) => (
                <tr key={row.rowNumber}>
                  <td data-align="end" className="hub-muted">
                    {row.rowNumber}
                  </td>
                  {head.columns.map((column) => (
                    <td key={column} title={shown(row.values[column])}>
                      {shown(row.values[column]).slice(0, 200)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
    </details>
  )
}
