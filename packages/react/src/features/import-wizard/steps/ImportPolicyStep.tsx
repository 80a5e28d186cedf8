import type { FieldPolicy, ImportJob, ImportMode, ImportPolicy, ModelField } from '@headwater/core'
import { FlaskConical } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import { ErrorState, useFormat } from '../../../provider/index.ts'
import { Button, Callout, CheckboxField, classNames, SelectField } from '../../../ui/index.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { DryRunReport } from './DryRunReport.tsx'

/** Where a dry run stands. */
export type DryRunState =
  | { state: 'none' }
  /** `share`: how much of the file was sent; null before and after. */
  | { state: 'preparing'; share: number | null }
  | { state: 'failed'; error: unknown }
  /** `stale`: the settings changed since. */
  | { state: 'started'; job: ImportJob; stale: boolean }

/** Props of {@link ImportPolicyStep}. */
export interface ImportPolicyStepProps extends Omit<ComponentProps<'div'>, 'children' | 'onChange'> {
  fields: readonly ModelField[]
  /** Names of the fields that the file fills. */
  filled: readonly string[]
  /** Rows that would be imported. */
  rows: number
  value: ImportPolicy
  onChange(value: ImportPolicy): void
  dryRun: DryRunState
  onDryRun(): void
  onBack?: (() => void) | undefined
  onContinue(): void
}

const modes: readonly ImportMode[] = ['insert', 'upsert', 'update', 'skip_duplicates']
const policies: readonly FieldPolicy[] = ['overwrite', 'fill_blank', 'never', 'newest']
const MAX_KEYS = 5

/** The fields that most likely tell records apart: unique ones, else an address or a phone. */
function likelyKeys(fields: readonly ModelField[], filled: ReadonlySet<string>): string[] {
  const usable = fields.filter(({ name }) => filled.has(name))
  const key =
    usable.find(({ unique }) => unique === true) ??
    usable.find(({ type }) => type === 'email') ??
    usable.find(({ type }) => type === 'phone')
  return key ? [key.name] : []
}

function Choice({
  name,
  checked,
  label,
  hint,
  onSelect,
}: {
  name: string
  checked: boolean
  label: ReactNode
  hint?: ReactNode
  onSelect(): void
}) {
  return (
    <label className="hub-choice" data-state={checked ? 'checked' : 'unchecked'}>
      <input type="radio" name={name} checked={checked} onChange={onSelect} />
      <span>
        <span className="hub-choice-label">{label}</span>
        {hint ? <span className="hub-hint">{hint}</span> : null}
      </span>
    </label>
  )
}

function FieldRules({
  fields,
  filled,
  value,
  onChange,
}: {
  fields: readonly ModelField[]
  filled: ReadonlySet<string>
  value: ImportPolicy
  onChange(value: ImportPolicy): void
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const keys = new Set(value.key_fields ?? [])
  const rules = value.field_policies ?? {}
  const own = Object.keys(rules).length
  const dates = fields.filter(({ type }) => type === 'date')
  const setRule = (name: string, rule: FieldPolicy) => {
    const next = { ...rules, [name]: rule }
    if (rule === 'overwrite') delete next[name]
    onChange({ ...value, field_policies: next })
  }
  return (
    <details className="hub-details" open={own > 0 || undefined}>
      <summary>
        {copy.policiesTitle}: {own === 0 ? copy.policiesSame : copy.policiesSome(format.number(own))}
      </summary>
      <div className="hub-rules">
        <p className="hub-hint">{copy.blankKeeps}</p>
        {fields
          .filter(({ name }) => filled.has(name) && !keys.has(name))
          .map(({ name, label }) => (
            <div key={name} className="hub-rule">
              <span className="hub-truncate" title={label ?? name}>
                {label ?? name}
              </span>
              <SelectField
                label={copy.policyOf(label ?? name)}
                hideLabel
                value={rules[name] ?? 'overwrite'}
                onChange={(event) => {
                  const rule = policies.find((candidate) => candidate === event.target.value)
                  if (rule) setRule(name, rule)
                }}
              >
                {policies.map((rule) => (
                  <option key={rule} value={rule}>
                    {copy.policyNames[rule]}
                  </option>
                ))}
              </SelectField>
            </div>
          ))}
        {Object.values(rules).includes('newest') ? (
          <SelectField
            className="hub-newest"
            label={copy.newestBy}
            value={value.newest_by ?? ''}
            onChange={(event) => {
              const next = { ...value }
              if (event.target.value === '') delete next.newest_by
              else next.newest_by = event.target.value
              onChange(next)
            }}
          >
            <option value="">{copy.newestByUpdated}</option>
            {dates.map(({ name, label }) => (
              <option key={name} value={name}>
                {label ?? name}
              </option>
            ))}
          </SelectField>
        ) : null}
      </div>
    </details>
  )
}

/** Asks what the import does to records that are there, and tries it on demand. Knows nothing of the steps around it. */
export function ImportPolicyStep(props: ImportPolicyStepProps) {
  const {
    fields,
    filled: names,
    rows,
    value,
    onChange,
    dryRun,
    onDryRun,
    onBack,
    onContinue,
    className,
    ...rest
  } = props
  const copy = useImportWizardCopy()
  const format = useFormat()
  const group = useId()
  const filled = new Set(names)
  const { mode = 'insert', key_fields: keys = [], duplicates_in_file: duplicates = 'last' } = value
  const needsKey = mode !== 'insert'
  const updates = mode === 'upsert' || mode === 'update'
  const keyless = needsKey && keys.length === 0
  const candidates = fields.filter(({ name, type }) => filled.has(name) && type !== 'boolean')
  const busy = dryRun.state === 'preparing'

  function setMode(next: ImportMode): void {
    const key_fields = next === 'insert' || keys.length > 0 ? keys : likelyKeys(fields, filled)
    onChange({ ...value, mode: next, key_fields })
  }

  return (
    <div {...rest} className={classNames('hub-stack hub-wizard-part', className)}>
      <h3 className="hub-title">{copy.policyTitle}</h3>
      <fieldset className="hub-choices">
        <legend className="hub-visually-hidden">{copy.modeLabel}</legend>
        {modes.map((option) => (
          <Choice
            key={option}
            name={`${group}-mode`}
            checked={mode === option}
            label={copy.modeNames[option]}
            hint={copy.modeHints[option]}
            onSelect={() => setMode(option)}
          />
        ))}
      </fieldset>
      {needsKey ? (
        <div className="hub-key-settings">
          <fieldset className="hub-stack" style={{ gap: 0 }}>
            <legend className="hub-label">{copy.keyTitle}</legend>
            <p className="hub-hint">{copy.keyHint}</p>
            <div className="hub-row hub-keys">
              {candidates.map(({ name, label }) => (
                <CheckboxField
                  key={name}
                  label={label ?? name}
                  checked={keys.includes(name)}
                  disabled={!keys.includes(name) && keys.length >= MAX_KEYS}
                  onChange={(event) =>
                    onChange({
                      ...value,
                      key_fields: event.target.checked ? [...keys, name] : keys.filter((key) => key !== name),
                    })
                  }
                />
              ))}
            </div>
            {keyless ? (
              <Callout tone="warning">
                <p>{copy.keyMissing}</p>
              </Callout>
            ) : null}
          </fieldset>
          <fieldset className="hub-stack" style={{ gap: 0 }}>
            <legend className="hub-label">{copy.duplicatesTitle}</legend>
            <div className="hub-row hub-keys">
              {(['last', 'first'] as const).map((option) => (
                <label key={option} className="hub-checkbox">
                  <input
                    type="radio"
                    name={`${group}-duplicates`}
                    checked={duplicates === option}
                    onChange={() => onChange({ ...value, duplicates_in_file: option })}
                  />
                  {copy.duplicateNames[option]}
                </label>
              ))}
            </div>
          </fieldset>
          {updates ? <FieldRules fields={fields} filled={filled} value={value} onChange={onChange} /> : null}
        </div>
      ) : null}
      {dryRun.state === 'failed' ? <ErrorState error={dryRun.error} onRetry={onDryRun} /> : null}
      {dryRun.state === 'started' ? (
        <DryRunReport job={dryRun.job} fields={fields} stale={dryRun.stale} />
      ) : null}
      <div className="hub-row hub-form-actions">
        {onBack ? <Button onClick={onBack}>{copy.back}</Button> : null}
        <Button
          icon={<FlaskConical className="hub-icon" aria-hidden />}
          busy={busy}
          disabled={keyless}
          title={copy.dryRunHint}
          onClick={onDryRun}
        >
          {busy
            ? dryRun.share === null
              ? copy.preparing
              : `${copy.sending} ${format.percent(Math.round(dryRun.share * 100) / 100)}`
            : dryRun.state === 'started'
              ? copy.dryRunAgain
              : copy.dryRun}
        </Button>
        <Button variant="primary" disabled={keyless} onClick={onContinue}>
          {copy.startImport(format.number(rows), rows)}
        </Button>
      </div>
    </div>
  )
}
