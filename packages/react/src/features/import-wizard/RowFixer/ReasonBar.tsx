import { ArrowDownToLine, CornerDownRight, Lightbulb, ListChecks } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Button } from '../../../ui/index.ts'
import type { RowFixes } from '../fixes/create-row-fixes.ts'
import { expectedText, reasonText } from '../fixes/reason-text.ts'
import { suggestionAt, suggestionsFor } from '../fixes/suggestions.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import type { FixKeys } from './use-fix-keys.ts'

/** Problems that a value itself can suggest an answer to. */
const guessable: ReadonlySet<string> = new Set(['INVALID_TYPE', 'NOT_AN_OPTION', 'TOO_LARGE', 'PATTERN'])

/** Says what is wrong with the cell that has the focus, and offers what would mend it. */
export function ReasonBar({
  fixes,
  view,
  keys,
}: {
  fixes: RowFixes
  view: readonly number[]
  keys: FixKeys
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const controller = useRef<AbortController | null>(null)
  useEffect(() => () => controller.current?.abort(), [])
  const { column } = keys.place
  const row = view[keys.place.row]
  useEffect(() => setSaid(null), [row, column])
  if (row === undefined) return null

  const issue = fixes.issueAt(row, column)
  const whole = fixes.issuesOf(row).find(({ field }) => field === null)
  const field = fixes.columns[column]?.fields.find(({ name }) => name === issue?.field)
  const suggestion = suggestionAt(fixes, row, column)

  function acceptAll(): void {
    const own = new AbortController()
    controller.current = own
    setBusy(true)
    suggestionsFor(fixes, view, column, own.signal).then(
      (changes) => {
        fixes.change(changes)
        setSaid(
          changes.length === 0 ? copy.noSuggestions : copy.usedSuggestions(format.number(changes.length)),
        )
        setBusy(false)
      },
      () => setBusy(false),
    )
  }

  return (
    <div className="hub-fix-bar" data-state={(issue ?? whole) ? 'wrong' : 'right'}>
      <p aria-live="polite">
        <strong>
          {copy.rowHeader} {format.number(fixes.rowNumberOf(row))}, {fixes.columns[column]?.name}
        </strong>{' '}
        {said ??
          (issue
            ? `${reasonText(issue, field, copy, format)}. ${expectedText(issue, field, copy)}`
            : whole
              ? reasonText(whole, undefined, copy, format)
              : copy.noProblemHere)}
      </p>
      <div className="hub-row">
        {suggestion === null ? null : (
          <Button
            icon={<Lightbulb className="hub-icon" aria-hidden />}
            onClick={() => fixes.change([{ row, column, text: suggestion }])}
          >
            <span className="hub-truncate">{copy.useSuggestion(suggestion)}</span>
          </Button>
        )}
        {issue && guessable.has(issue.code) ? (
          <Button icon={<ListChecks className="hub-icon" aria-hidden />} busy={busy} onClick={acceptAll}>
            {copy.useAllSuggestions}
          </Button>
        ) : null}
        <Button
          variant="ghost"
          icon={<ArrowDownToLine className="hub-icon" aria-hidden />}
          onClick={keys.fillDown}
        >
          {copy.fillDown}
        </Button>
        <Button
          variant="ghost"
          icon={<CornerDownRight className="hub-icon" aria-hidden />}
          onClick={keys.nextProblem}
        >
          {copy.nextProblem}
        </Button>
      </div>
    </div>
  )
}
