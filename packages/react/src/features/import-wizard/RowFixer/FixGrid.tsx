import type { Virtualizer } from '@tanstack/react-virtual'
import { CircleAlert, PencilLine } from 'lucide-react'
import { useId, type RefObject } from 'react'
import { useFormat } from '../../../provider/index.ts'
import type { RowFixes } from '../fixes/create-row-fixes.ts'
import { reasonText } from '../fixes/reason-text.ts'
import type { FixIssue } from '../fixes/row-issue.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import type { FixKeys } from './use-fix-keys.ts'

/** Props of {@link FixGrid}. */
export interface FixGridProps {
  grid: RefObject<HTMLDivElement | null>
  fixes: RowFixes
  view: readonly number[]
  virtual: Virtualizer<HTMLDivElement, Element>
  keys: FixKeys
}

function namesOf(fixes: RowFixes, column: number): string {
  return (fixes.columns[column]?.fields ?? []).map(({ label, name }) => label ?? name).join(', ')
}

function CellEditor({ fixes, row, keys }: { fixes: RowFixes; row: number; keys: FixKeys }) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const reasonId = useId()
  const { editing } = keys
  if (!editing) return null
  const fields = fixes.columns[editing.column]?.fields ?? []
  const own = new Map(fields.map((field) => [field.name, field]))
  const issue = fixes
    .tryText(row, editing.column, editing.text)
    .find(({ field }) => field !== null && own.has(field))
  return (
    <>
      <input
        className="hub-fix-input"
        aria-label={`${copy.editCell}: ${fixes.columns[editing.column]?.name ?? ''}`}
        aria-invalid={issue ? true : undefined}
        aria-describedby={reasonId}
        autoFocus
        value={editing.text}
        onChange={(event) => keys.setEditing({ ...editing, text: event.target.value })}
        onFocus={(event) => event.target.setSelectionRange(editing.text.length, editing.text.length)}
        onBlur={() => keys.commit(null)}
      />
      <span id={reasonId} className="hub-fix-reason" data-state={issue ? 'wrong' : 'right'}>
        {issue ? reasonText(issue, own.get(issue.field ?? ''), copy, format) : null}
      </span>
    </>
  )
}

function CellText({
  fixes,
  row,
  column,
  issue,
}: {
  fixes: RowFixes
  row: number
  column: number
  issue?: FixIssue | undefined
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const text = fixes.textOf(row, column)
  const original = fixes.originalOf(row, column)
  const field = fixes.columns[column]?.fields.find(({ name }) => name === issue?.field)
  const shown = text.trim() === '' ? copy.blankCell : text.slice(0, 300)
  return (
    <>
      <span className="hub-fix-value" data-blank={text.trim() === '' ? '' : undefined} title={text}>
        {shown}
      </span>
      {issue ? (
        <span className="hub-fix-reason" title={reasonText(issue, field, copy, format)}>
          <CircleAlert className="hub-icon" aria-hidden />
          <span className="hub-truncate">{reasonText(issue, field, copy, format)}</span>
        </span>
      ) : text === original ? null : (
        <span className="hub-fix-reason" data-state="right" title={copy.original(original || copy.blankCell)}>
          <PencilLine className="hub-icon" aria-hidden />
          <span className="hub-truncate">{copy.changedCell}</span>
        </span>
      )}
    </>
  )
}

/** The failing rows in a virtual grid: the reason stands on the cell, one tab stop, keys as in spreadsheets. */
export function FixGrid({ grid, fixes, view, virtual, keys }: FixGridProps) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { place, range, editing } = keys
  // Widths stand in the style sheet, where they follow the grid's own.
  const count = fixes.columns.length
  const style = {
    gridTemplateColumns: `var(--hub-fix-number) repeat(${count}, minmax(var(--hub-fix-column), 1fr))`,
  }
  const minWidth = `calc(var(--hub-fix-number) + ${count} * var(--hub-fix-column))`
  return (
    <div
      ref={grid}
      role="grid"
      className="hub-panel hub-fix-grid"
      aria-label={copy.fixGridLabel}
      aria-rowcount={view.length + 1}
      aria-colcount={fixes.columns.length + 1}
      aria-multiselectable
      onKeyDown={keys.onKeyDown}
      {...(view.length === 0 ? { tabIndex: 0 } : {})}
    >
      <div role="rowgroup" className="hub-fix-head" style={{ minWidth }}>
        <div role="row" aria-rowindex={1} className="hub-fix-row" style={style}>
          <div role="columnheader" aria-colindex={1} className="hub-fix-number">
            {copy.rowHeader}
          </div>
          {fixes.columns.map(({ name }, column) => (
            <div
              key={name}
              role="columnheader"
              aria-colindex={column + 2}
              title={copy.fills(namesOf(fixes, column))}
            >
              {name}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="hub-fix-body" style={{ height: virtual.getTotalSize(), minWidth }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = view[index] ?? 0
          const whole = fixes.issuesOf(row).find(({ field }) => field === null)
          const bad = fixes.issuesOf(row).length > 0
          return (
            <div
              key={row}
              role="row"
              aria-rowindex={index + 2}
              className="hub-fix-row"
              data-state={bad ? 'wrong' : 'right'}
              style={{ ...style, height: size, transform: `translateY(${start}px)` }}
            >
              <div
                role="rowheader"
                aria-colindex={1}
                className="hub-fix-number"
                title={whole ? reasonText(whole, undefined, copy, format) : undefined}
              >
                <span>{format.number(fixes.rowNumberOf(row))}</span>
                {whole ? (
                  <span className="hub-fix-reason">
                    <CircleAlert className="hub-icon" aria-hidden />
                    <span className="hub-visually-hidden">{reasonText(whole, undefined, copy, format)}</span>
                  </span>
                ) : null}
              </div>
              {fixes.columns.map(({ name }, column) => {
                const here = place.row === index && place.column === column
                const selected = place.column === column && index >= range.from && index <= range.to
                const edits = editing?.row === index && editing.column === column
                const issue = fixes.issueAt(row, column)
                return (
                  <div
                    key={name}
                    role="gridcell"
                    aria-colindex={column + 2}
                    aria-selected={selected}
                    aria-invalid={issue ? true : undefined}
                    className="hub-fix-cell"
                    data-place={`${index}:${column}`}
                    data-state={issue ? 'wrong' : undefined}
                    tabIndex={here ? 0 : -1}
                    onFocus={(event) => {
                      if (event.target === event.currentTarget && !here) {
                        keys.setPlace({ row: index, column })
                        keys.setAnchor(null)
                      }
                    }}
                    onDoubleClick={() => {
                      if (!edits) keys.begin()
                    }}
                  >
                    {edits ? (
                      <CellEditor fixes={fixes} row={row} keys={keys} />
                    ) : (
                      <CellText fixes={fixes} row={row} column={column} issue={issue} />
                    )}
                  </div>
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
