import { SelectField, TextField, type TextFieldProps } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { providerFaults, type ProviderControl, type ProviderForm } from './provider-form.ts'

/** Props of {@link ProviderFields}. */
export interface ProviderFieldsProps {
  form: ProviderForm
  /** What to mark; null marks nothing. */
  faults: ReadonlySet<ProviderControl> | null
  onChange(change: Partial<ProviderForm>): void
}

/** What an account to send by is made of. */
export function ProviderFields({ form, faults, onChange }: ProviderFieldsProps) {
  const copy = useCampaignsCopy()
  const words = providerFaults(copy)
  const field = (control: ProviderControl): Omit<TextFieldProps, 'label'> => ({
    value: form[control],
    error: faults?.has(control) ? words[control] : null,
    onChange: ({ target }) => onChange({ [control]: target.value }),
    autoComplete: 'off',
  })
  return (
    <>
      <SelectField
        label={copy.providerKind}
        hint={form.kind === 'console' ? copy.providerConsoleHint : undefined}
        value={form.kind}
        onChange={({ target }) => {
          const kind = target.value === 'console' ? 'console' : 'twilio'
          const isOwnName = form.name !== copy.providerKindNames[form.kind]
          onChange({ kind, ...(isOwnName ? {} : { name: copy.providerKindNames[kind] }) })
        }}
      >
        {(['twilio', 'console'] as const).map((kind) => (
          <option key={kind} value={kind}>
            {copy.providerKindNames[kind]}
          </option>
        ))}
      </SelectField>
      <TextField {...field('name')} label={copy.providerName} maxLength={120} />
      {form.kind === 'twilio' ? (
        <>
          <TextField
            {...field('accountSid')}
            label={copy.accountSid}
            hint={copy.accountSidHint}
            spellCheck={false}
          />
          <TextField
            {...field('authToken')}
            label={copy.authToken}
            hint={copy.authTokenHint}
            type="password"
          />
          <TextField
            {...field('sendFrom')}
            label={copy.sendFrom}
            hint={copy.sendFromHint}
            spellCheck={false}
          />
        </>
      ) : null}
      <TextField
        {...field('segmentsPerSecond')}
        label={copy.segmentsPerSecond}
        hint={form.kind === 'twilio' ? copy.segmentsPerSecondHint : undefined}
        inputMode="decimal"
      />
      <div className="hub-row hub-flow-pair">
        <TextField
          {...field('price')}
          label={copy.pricePerSegment}
          hint={copy.pricePerSegmentHint}
          inputMode="decimal"
        />
        <TextField {...field('currency')} label={copy.currency} maxLength={3} />
      </div>
    </>
  )
}
