import type { FileEncoding, ReadingOptions } from '@headwater/core'
import type { Detected } from '@headwater/core/detection'
import { CircleCheck, CircleHelp, UserCheck } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useCommonCopy, useFormat } from '../../../provider/index.ts'
import { Badge, Button, Callout, classNames, SelectField, TextField } from '../../../ui/index.ts'
import { reasonsText, warningText } from '../copy/reasons.ts'
import type { FileStart } from '../reader/reader-types.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import type { FileTrouble } from './ImportFileStep.tsx'
import { RowsPreview } from './RowsPreview.tsx'

/** Props of {@link ImportReadingStep}. */
export interface ImportReadingStepProps extends Omit<ComponentProps<'div'>, 'children' | 'onChange'> {
  start: FileStart
  /** What a person chose instead of what was found. */
  chosen: ReadingOptions
  /** The file is read again. */
  busy?: boolean | undefined
  trouble?: FileTrouble | null | undefined
  /** The sheets of a workbook, and the one that is read. */
  workbook?: { sheets: readonly { name: string; hidden: boolean }[]; sheet: string } | null | undefined
  onSheet?: ((sheet: string) => void) | undefined
  onChange(chosen: ReadingOptions): void
  onBack?: (() => void) | undefined
  onContinue(): void
}

/** Below this a finding asks for a look. */
const SURE = 0.8

const encodings: readonly FileEncoding[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'macintosh',
]

/** How sure a finding is, and why. */
function Finding({ found, onReset }: { found: Detected<unknown>; onReset: (() => void) | null }) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  if (onReset) {
    return (
      <div className="hub-finding">
        <Badge tone="info" icon={<UserCheck className="hub-icon" aria-hidden />}>
          {copy.youChose}
        </Badge>
        <button type="button" className="hub-link hub-hint" onClick={onReset}>
          {copy.detectedAgain}
        </button>
      </div>
    )
  }
  const sure = found.confidence >= SURE
  const Icon = sure ? CircleCheck : CircleHelp
  return (
    <div className="hub-finding">
      <Badge tone={sure ? 'success' : 'warning'} icon={<Icon className="hub-icon" aria-hidden />}>
        {copy.confidence(format.percent(Math.round(found.confidence * 100) / 100))}
      </Badge>
      <span className="hub-hint">{reasonsText(found.reason, copy.readingReasons)}</span>
    </div>
  )
}

function without(chosen: ReadingOptions, key: keyof ReadingOptions): ReadingOptions {
  const rest = { ...chosen }
  delete rest[key]
  return rest
}

function Setting(props: {
  found: Detected<unknown>
  chosen: ReadingOptions
  name: keyof ReadingOptions
  onChange(chosen: ReadingOptions): void
  children: ReactNode
}) {
  const { found, chosen, name, onChange, children } = props
  const isChosen = chosen[name] !== undefined
  return (
    <div className="hub-setting">
      {children}
      <Finding found={found} onReset={isChosen ? () => onChange(without(chosen, name)) : null} />
    </div>
  )
}

function CsvSettings({
  start,
  chosen,
  onChange,
}: Pick<ImportReadingStepProps, 'start' | 'chosen' | 'onChange'>) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { detected } = start
  const counts = (most: number) => Array.from({ length: most + 1 }, (_, count) => count)
  const delimiters: Readonly<Record<string, string>> = copy.delimiterNames
  const delimiter = detected.delimiter.value
  const quotes: Readonly<Record<string, string>> = copy.quoteNames
  const numbers = [
    ['skip_rows', copy.skipRows, Math.max(20, detected.skip_rows.value)],
    ['header_rows', copy.headerRows, 3],
    ['footer_rows', copy.footerRows, Math.max(10, detected.footer_rows.value)],
  ] as const
  return (
    <>
      <Setting found={detected.delimiter} chosen={chosen} name="delimiter" onChange={onChange}>
        <SelectField
          label={copy.delimiter}
          value={delimiter}
          onChange={(event) => onChange({ ...chosen, delimiter: event.target.value })}
        >
          {[...new Set([...Object.keys(delimiters), delimiter])].map((character) => (
            <option key={character} value={character}>
              {delimiters[character] ?? copy.otherDelimiter(character)}
            </option>
          ))}
        </SelectField>
      </Setting>
      <Setting found={detected.quote} chosen={chosen} name="quote" onChange={onChange}>
        <SelectField
          label={copy.quote}
          value={detected.quote.value}
          onChange={(event) => onChange({ ...without(chosen, 'escape'), quote: event.target.value })}
        >
          {Object.keys(quotes).map((character) => (
            <option key={character} value={character}>
              {quotes[character]}
            </option>
          ))}
        </SelectField>
      </Setting>
      {numbers.map(([name, label, most]) => (
        <Setting key={name} found={detected[name]} chosen={chosen} name={name} onChange={onChange}>
          <SelectField
            label={label}
            value={detected[name].value}
            onChange={(event) => onChange({ ...chosen, [name]: Number(event.target.value) })}
          >
            {counts(most).map((count) => (
              <option key={count} value={count}>
                {name === 'header_rows' && count === 0 ? copy.headerNone : format.number(count)}
              </option>
            ))}
          </SelectField>
        </Setting>
      ))}
    </>
  )
}

/** Says how the file is read, how sure each finding is and why; each can be changed, and the preview follows. Knows nothing of the steps around it. */
export function ImportReadingStep(props: ImportReadingStepProps) {
  const {
    start,
    chosen,
    busy = false,
    trouble,
    workbook,
    onSheet,
    onChange,
    onBack,
    onContinue,
    className,
    ...rest
  } = props
  const copy = useImportWizardCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const { detected, fileType } = start
  return (
    <div {...rest} className={classNames('hub-stack hub-wizard-part', className)}>
      <div>
        <h3 className="hub-title">{copy.readingTitle}</h3>
        <p className="hub-muted">{copy.readingHint}</p>
      </div>
      {detected.warnings.map((warning) => (
        <Callout key={`${warning.code} ${warning.row ?? ''}`} tone="warning">
          <p>{warningText(warning, copy.readingWarnings)}</p>
        </Callout>
      ))}
      {trouble ? (
        <Callout tone="danger" title={trouble.title}>
          <p>{trouble.message}</p>
        </Callout>
      ) : null}
      <div className="hub-settings">
        {workbook ? (
          <div className="hub-setting">
            <SelectField
              label={copy.sheetTitle}
              value={workbook.sheet}
              onChange={(event) => onSheet?.(event.target.value)}
            >
              {workbook.sheets.map(({ name, hidden }) => (
                <option key={name} value={name}>
                  {hidden ? copy.sheetHidden(name) : name}
                </option>
              ))}
            </SelectField>
          </div>
        ) : (
          <Setting found={detected.encoding} chosen={chosen} name="encoding" onChange={onChange}>
            <SelectField
              label={copy.encoding}
              value={detected.encoding.value}
              onChange={(event) => {
                const encoding = encodings.find((candidate) => candidate === event.target.value)
                if (encoding) onChange({ ...chosen, encoding })
              }}
            >
              {encodings.map((encoding) => (
                <option key={encoding} value={encoding}>
                  {copy.encodingNames[encoding]}
                </option>
              ))}
            </SelectField>
          </Setting>
        )}
        {fileType === 'csv' ? <CsvSettings start={start} chosen={chosen} onChange={onChange} /> : null}
        {fileType === 'json' ? (
          <Setting found={detected.json_path} chosen={chosen} name="json_path" onChange={onChange}>
            <TextField
              key={detected.json_path.value}
              label={copy.jsonPath}
              hint={copy.jsonPathHint}
              defaultValue={detected.json_path.value}
              onBlur={(event) => {
                const path = event.target.value.trim()
                if (path !== detected.json_path.value) onChange({ ...chosen, json_path: path })
              }}
            />
          </Setting>
        ) : null}
      </div>
      <RowsPreview columns={start.columns} rows={start.rows} busy={busy} />
      {busy ? (
        <p className="hub-visually-hidden" role="status">
          {copy.readingAgain}
        </p>
      ) : null}
      <div className="hub-row hub-form-actions">
        {onBack ? <Button onClick={onBack}>{copy.back}</Button> : null}
        <Button
          variant="primary"
          busy={busy}
          disabled={start.columns.length === 0 || Boolean(trouble)}
          title={busy ? common.loading : undefined}
          onClick={onContinue}
        >
          {copy.toColumns(format.number(start.columns.length))}
        </Button>
      </div>
    </div>
  )
}
