import type { DataModel, DataRecord, RecordQuery } from '@headwater/core'
import { Download, ListFilter, Plus, Rows3, Trash2 } from 'lucide-react'
import { useCallback, useMemo, useRef, useState, type ComponentProps, type ReactNode } from 'react'
import { ErrorState, StaleNotice, useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Button, classNames, EmptyState, SearchField, useMergedRef } from '../../../ui/index.ts'
import { useDebounced } from '../use-debounced.ts'
import { useRecordActions } from '../use-record-actions.ts'
import { useRecordExport } from '../use-record-export.ts'
import { useRecordWindow, type RecordView } from '../use-record-window.ts'
import { useRecordsCopy } from '../use-records-copy.ts'
import { filterOf, type FilterDraft } from './columns.ts'
import { DeleteRecordsDialog } from './DeleteRecordsDialog.tsx'
import { FilterBar, newFilter } from './FilterBar.tsx'
import { RecordDialog } from './RecordDialog.tsx'
import { RecordsGrid } from './RecordsGrid.tsx'
import { useNarrow } from './use-narrow.ts'

/** Props of {@link RecordsTable}. */
export interface RecordsTableProps extends Omit<ComponentProps<'section'>, 'children'> {
  model: DataModel
  /** The first step from the empty table. */
  emptyActions?: ReactNode
}

/** Below this width the key columns stay, and the rest opens per row. */
const NARROW_PX = 560
const KEY_COLUMNS = 2
const TYPING_PAUSE_MS = 250

/** What is open above the table. */
type Open =
  | { what: 'nothing' }
  | { what: 'record'; record?: DataRecord }
  | { what: 'delete'; ids: readonly string[] }

/** The conditions, once they are complete, and the view that they make. */
function useView(model: DataModel) {
  const [search, setSearch] = useState('')
  const [filters, setFilters] = useState<readonly FilterDraft[]>([])
  const [sort, setSort] = useState<RecordQuery['sort']>(undefined)
  const conditions = useMemo(
    () => filters.flatMap((draft) => filterOf(draft, model.fields) ?? []),
    [filters, model.fields],
  )
  const typed = useDebounced(JSON.stringify({ search: search.trim(), conditions }), TYPING_PAUSE_MS)
  const view = useMemo<RecordView>(() => {
    const settled: { search: string; conditions: typeof conditions } = JSON.parse(typed)
    return {
      model_id: model.id,
      ...(settled.search === '' ? {} : { search: settled.search }),
      ...(settled.conditions.length === 0 ? {} : { filters: settled.conditions }),
      ...(sort === undefined ? {} : { sort }),
    }
  }, [model.id, typed, sort])
  const narrowed = view.search !== undefined || view.filters !== undefined
  return { search, setSearch, filters, setFilters, sort, setSort, view, narrowed }
}

/**
 * A model's records: searched, filtered and sorted by the server, edited in place, deleted, exported as CSV. Only the rows in sight are
 * loaded, so that 100,000 records scroll like a hundred.
 *
 * @example
 * <RecordsTable model={model} />
 */
export function RecordsTable({ model, emptyActions, className, ref, ...rest }: RecordsTableProps) {
  const copy = useRecordsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const root = useRef<HTMLElement>(null)
  const mergedRef = useMergedRef(root, ref)
  const narrow = useNarrow(root, NARROW_PX)
  const { search, setSearch, filters, setFilters, sort, setSort, view, narrowed } = useView(model)
  const [range, setRange] = useState({ first: 0, last: 0 })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [open, setOpen] = useState<Open>({ what: 'nothing' })
  const rows = useRecordWindow(view, range.first, range.last)
  const actions = useRecordActions(model.id)
  const exporting = useRecordExport(model, view, copy.exportFileName(model.name))
  const onRange = useCallback((first: number, last: number) => setRange({ first, last }), [])
  const fields = narrow ? model.fields.slice(0, KEY_COLUMNS) : model.fields
  const close = () => setOpen({ what: 'nothing' })

  function select(ids: readonly string[], on: boolean): void {
    const next = new Set(selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setSelected(next)
  }

  const empty = rows.total === 0
  const running = exporting.current.state === 'running' ? exporting.current : null
  return (
    <section {...rest} ref={mergedRef} className={classNames('hub-stack hub-records', className)}>
      {rows.error && rows.total !== undefined && rows.fetchedAt !== undefined ? (
        <StaleNotice error={rows.error} fetchedAt={rows.fetchedAt} onRetry={rows.refetch} />
      ) : null}
      {selected.size > 0 ? (
        <div className="hub-row hub-selection" role="status">
          <strong>{copy.selected(format.number(selected.size))}</strong>
          <Button
            icon={<Trash2 className="hub-icon" aria-hidden />}
            onClick={() => setOpen({ what: 'delete', ids: [...selected] })}
          >
            {copy.deleteMany(selected.size, format.number(selected.size))}
          </Button>
          <Button variant="ghost" onClick={() => setSelected(new Set())}>
            {common.clear}
          </Button>
        </div>
      ) : (
        <div className="hub-row hub-spread">
          <SearchField
            label={copy.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <div className="hub-row hub-toolbar">
            <Button
              icon={<ListFilter className="hub-icon" aria-hidden />}
              aria-expanded={filters.length > 0}
              onClick={() => setFilters(filters.length > 0 ? [] : [newFilter(model.fields)])}
            >
              {copy.filter}
            </Button>
            {running ? (
              <Button onClick={exporting.stop} busy={false}>
                {`${copy.stopExport} · ${copy.exporting(format.number(running.done), format.number(running.total))}`}
              </Button>
            ) : (
              <Button
                icon={<Download className="hub-icon" aria-hidden />}
                disabled={empty}
                onClick={() => void exporting.start()}
              >
                {copy.exportCsv}
              </Button>
            )}
            <Button
              variant="primary"
              icon={<Plus className="hub-icon" aria-hidden />}
              onClick={() => setOpen({ what: 'record' })}
            >
              {copy.newRecord}
            </Button>
          </div>
        </div>
      )}
      {filters.length > 0 ? (
        <FilterBar fields={model.fields} filters={filters} onChange={setFilters} />
      ) : null}
      {exporting.current.state === 'failed' ? (
        <ErrorState error={exporting.current.error} onRetry={() => void exporting.start()} />
      ) : null}
      {rows.error && rows.total === undefined ? (
        <ErrorState error={rows.error} onRetry={rows.refetch} />
      ) : empty ? (
        <div className="hub-panel">
          <EmptyState
            icon={<Rows3 className="hub-icon" aria-hidden />}
            title={narrowed ? copy.noMatchTitle : copy.emptyTitle}
            description={narrowed ? copy.noMatchDescription : copy.emptyDescription}
            actions={
              narrowed ? (
                <Button
                  onClick={() => {
                    setSearch('')
                    setFilters([])
                  }}
                >
                  {copy.clearFilters}
                </Button>
              ) : (
                emptyActions
              )
            }
          />
        </div>
      ) : (
        <>
          <RecordsGrid
            model={model}
            fields={fields}
            narrow={narrow}
            rows={rows}
            sort={sort}
            onSort={setSort}
            selected={selected}
            onSelect={select}
            onEdit={(record) => setOpen({ what: 'record', record })}
            onDelete={({ id }) => setOpen({ what: 'delete', ids: [id] })}
            onRange={onRange}
          />
          <p className="hub-hint" role="status">
            {rows.total === undefined ? common.loading : copy.count(rows.total, format.number(rows.total))}
          </p>
        </>
      )}
      {open.what === 'record' ? (
        <RecordDialog
          model={model}
          record={open.record}
          onClose={close}
          onSave={(data) =>
            open.record ? actions.updateRecord(open.record.id, data) : actions.createRecord(data)
          }
          onDelete={
            open.record
              ? () => setOpen({ what: 'delete', ids: open.record ? [open.record.id] : [] })
              : undefined
          }
        />
      ) : null}
      {open.what === 'delete' ? (
        <DeleteRecordsDialog
          ids={open.ids}
          onClose={close}
          onDelete={async (ids, onDeleted) => {
            await actions.deleteRecords(ids, onDeleted)
            select(ids, false)
          }}
        />
      ) : null}
    </section>
  )
}
