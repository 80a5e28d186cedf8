import { X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import { useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Button, CheckboxField, IconButton, SelectField, TextField } from '../../../ui/index.ts'
import type { RowFixes } from '../fixes/create-row-fixes.ts'
import { findCells, replaceCells } from '../fixes/find-replace.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

/** Props of {@link FindReplace}. */
export interface FindReplaceProps {
  fixes: RowFixes
  /** Changes with each change of the rows. */
  version: number
  view: readonly number[]
  onClose(): void
}

/** Finds a text in the rows that are shown, and puts another one in its place. */
export function FindReplace({ fixes, version, view, onClose }: FindReplaceProps) {
  const copy = useImportWizardCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [find, setFind] = useState('')
  const [replace, setReplace] = useState('')
  const [column, setColumn] = useState('')
  const [wholeCell, setWholeCell] = useState(false)
  const [matchCase, setMatchCase] = useState(false)
  const options = useMemo(
    () => ({ find, wholeCell, matchCase, ...(column === '' ? {} : { column: Number(column) }) }),
    [find, wholeCell, matchCase, column],
  )
  const [cells, setCells] = useState(0)
  const [busy, setBusy] = useState(false)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  useEffect(() => {
    void version
    const own = new AbortController()
    findCells(fixes, view, options, own.signal).then(
      ({ length }) => {
        if (!own.signal.aborted) setCells(length)
      },
      () => {},
    )
    return () => own.abort()
  }, [fixes, view, options, version])

  function run(event: FormEvent): void {
    event.preventDefault()
    const own = new AbortController()
    running.current = own
    setBusy(true)
    replaceCells(fixes, view, { ...options, replace }, own.signal).then(
      (changes) => {
        setBusy(false)
        fixes.change(changes)
      },
      () => {},
    )
  }

  return (
    <form
      className="hub-fix-find"
      aria-label={copy.findReplace}
      onSubmit={run}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <TextField label={copy.find} autoFocus value={find} onChange={(event) => setFind(event.target.value)} />
      <TextField
        label={copy.replaceWith}
        value={replace}
        onChange={(event) => setReplace(event.target.value)}
      />
      <SelectField label={copy.inColumn} value={column} onChange={(event) => setColumn(event.target.value)}>
        <option value="">{copy.everyColumn}</option>
        {fixes.columns.map(({ name }, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </SelectField>
      <div className="hub-row hub-fix-find-foot">
        <CheckboxField
          label={copy.wholeCell}
          checked={wholeCell}
          onChange={(event) => setWholeCell(event.target.checked)}
        />
        <CheckboxField
          label={copy.matchCase}
          checked={matchCase}
          onChange={(event) => setMatchCase(event.target.checked)}
        />
        <span className="hub-hint hub-grow" role="status">
          {find === '' && !wholeCell
            ? ''
            : cells === 0
              ? copy.foundNone
              : copy.foundCells(format.number(cells))}
        </span>
        <Button type="submit" busy={busy} disabled={cells === 0}>
          {copy.replaceAll(format.number(cells))}
        </Button>
        <IconButton label={common.close} icon={<X className="hub-icon" aria-hidden />} onClick={onClose} />
      </div>
    </form>
  )
}
