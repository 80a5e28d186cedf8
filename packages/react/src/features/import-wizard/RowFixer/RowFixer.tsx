import { useVirtualizer } from '@tanstack/react-virtual'
import { CircleCheck, Redo2, Search, Undo2 } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore, type ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import {
  Badge,
  Button,
  CheckboxField,
  classNames,
  EmptyState,
  IconButton,
  SelectField,
} from '../../../ui/index.ts'
import type { ReasonCount, RowFixes } from '../fixes/create-row-fixes.ts'
import { reasonText } from '../fixes/reason-text.ts'
import { suggestionsFor } from '../fixes/suggestions.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { FindReplace } from './FindReplace.tsx'
import { FixGrid } from './FixGrid.tsx'
import { ReasonBar } from './ReasonBar.tsx'
import { useFixKeys } from './use-fix-keys.ts'

/** Props of {@link RowFixer}. */
export interface RowFixerProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** The failing rows, kept by `createRowFixes`: they outlive the component. */
  fixes: RowFixes
}

const ROW_PX = 48
const HEAD_PX = 36

/** Which rows are shown. Rows that were mended stay until the view is made anew, so that nothing jumps away under the cursor. */
function useView(fixes: RowFixes) {
  const [onlyProblems, setOnlyProblems] = useState(true)
  const [reason, setReason] = useState('')
  const [round, setRound] = useState(0)
  const rows = useMemo(() => {
    void round
    if (reason !== '') return fixes.rowsWith(reason)
    return onlyProblems ? fixes.rowsWith() : Array.from({ length: fixes.rowCount }, (_, row) => row)
  }, [fixes, onlyProblems, reason, round])
  return {
    rows,
    onlyProblems,
    reason,
    setOnlyProblems(next: boolean) {
      setOnlyProblems(next)
      setRound(round + 1)
    },
    setReason(next: string) {
      setReason(next)
      setRound(round + 1)
    },
    refresh: () => setRound(round + 1),
  }
}

function ReasonSelect({
  fixes,
  reasons,
  value,
  onChange,
}: {
  fixes: RowFixes
  reasons: readonly ReasonCount[]
  value: string
  onChange(value: string): void
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const fields = new Map(fixes.columns.flatMap(({ fields: own }) => own.map((field) => [field.name, field])))
  const label = ({ issue, rows }: ReasonCount) => {
    const field = fields.get(issue.field ?? '')
    const name = issue.field === null ? copy.wholeRow : (field?.label ?? issue.field)
    return copy.reasonOption(name, reasonText(issue, field, copy, format), format.number(rows))
  }
  return (
    <SelectField
      className="hub-fix-filter"
      label={copy.reasonLabel}
      hideLabel
      value={reasons.some(({ key }) => key === value) ? value : ''}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{copy.allReasons(format.number(fixes.counts().problems))}</option>
      {reasons.map((reason) => (
        <option key={reason.key} value={reason.key}>
          {label(reason)}
        </option>
      ))}
    </SelectField>
  )
}

/**
 * Mends failing rows before they are uploaded: a grid with the reason on each cell, edited in place and checked as one types; find and
 * replace, fill down, suggestions, undo and redo.
 *
 * @example
 * const fixes = useRowFixes({ model, columns, mapping, rows: failing })
 * return fixes ? <RowFixer fixes={fixes} /> : null
 */
export function RowFixer({ fixes, className, ...rest }: RowFixerProps) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const version = useSyncExternalStore(fixes.subscribe, fixes.version, fixes.version)
  const grid = useRef<HTMLDivElement>(null)
  const hintId = useId()
  const suggesting = useRef<AbortController | null>(null)
  useEffect(() => () => suggesting.current?.abort(), [])
  const [finding, setFinding] = useState(false)
  const view = useView(fixes)
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: view.rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
    scrollPaddingStart: HEAD_PX,
  })
  const keys = useFixKeys({
    grid,
    fixes,
    view: view.rows,
    scrollToRow: (row) => virtual.scrollToIndex(row),
    onFind: () => setFinding(true),
    onUseSuggestion() {
      suggesting.current?.abort()
      const own = new AbortController()
      suggesting.current = own
      const rows = view.rows.slice(keys.range.from, keys.range.to + 1)
      suggestionsFor(fixes, rows, keys.place.column, own.signal).then(
        (changes) => fixes.change(changes),
        () => {},
      )
    },
    onTravel(row) {
      const at = view.rows.indexOf(row)
      if (at >= 0) keys.go({ row: at, column: keys.place.column })
      else view.refresh()
    },
  })
  const { problems, fixed, checking } = fixes.counts()
  const stale = useMemo(() => {
    void version
    if (!view.onlyProblems && view.reason === '') return 0
    return view.rows.filter((row) => fixes.issuesOf(row).length === 0).length
  }, [fixes, version, view.rows, view.onlyProblems, view.reason])

  function closeFind(): void {
    setFinding(false)
    keys.go(keys.place)
  }

  return (
    <section {...rest} className={classNames('hub-stack hub-fixer', className)} data-problems={problems}>
      <div className="hub-row hub-fix-toolbar">
        <Badge
          role="status"
          tone={problems === 0 ? 'success' : 'warning'}
          {...(problems === 0 ? { icon: <CircleCheck className="hub-icon" aria-hidden /> } : {})}
        >
          {checking > 0
            ? copy.fixChecking(format.number(checking))
            : problems === 0
              ? copy.fixNone
              : copy.fixCounts(format.number(problems), format.number(fixed))}
        </Badge>
        <ReasonSelect fixes={fixes} reasons={fixes.reasons()} value={view.reason} onChange={view.setReason} />
        <CheckboxField
          label={copy.onlyProblems}
          checked={view.onlyProblems}
          onChange={(event) => view.setOnlyProblems(event.target.checked)}
        />
        {stale > 0 ? (
          <Button variant="ghost" onClick={view.refresh}>
            {copy.hideFixed(format.number(stale))}
          </Button>
        ) : null}
        <div className="hub-row hub-fix-tools">
          <IconButton
            label={copy.undo}
            icon={<Undo2 className="hub-icon" aria-hidden />}
            disabled={!fixes.canUndo()}
            onClick={() => fixes.undo()}
          />
          <IconButton
            label={copy.redo}
            icon={<Redo2 className="hub-icon" aria-hidden />}
            disabled={!fixes.canRedo()}
            onClick={() => fixes.redo()}
          />
          <IconButton
            label={copy.findReplace}
            icon={<Search className="hub-icon" aria-hidden />}
            aria-expanded={finding}
            onClick={() => setFinding(!finding)}
          />
        </div>
      </div>
      {finding ? <FindReplace fixes={fixes} version={version} view={view.rows} onClose={closeFind} /> : null}
      {view.rows.length === 0 ? (
        <div className="hub-panel">
          <EmptyState
            icon={<CircleCheck className="hub-icon" aria-hidden />}
            title={copy.nothingToFixTitle}
            description={copy.nothingToFix}
          />
        </div>
      ) : (
        <>
          <ReasonBar fixes={fixes} view={view.rows} keys={keys} />
          <FixGrid grid={grid} fixes={fixes} view={view.rows} virtual={virtual} keys={keys} />
          <p className="hub-hint hub-fix-keys" id={hintId}>
            {copy.gridKeys}
          </p>
        </>
      )}
    </section>
  )
}
