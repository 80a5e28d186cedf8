import type { DataModel } from '@headwater/core'
import type { MessageProvider } from '@headwater/core/campaigns'
import { ConnectProvider } from '../../providers/ConnectProvider.tsx'
import { useCampaignsCopy } from '../../use-campaigns-copy.ts'
import { Callout, SelectField, TextField } from '../../../../ui/index.ts'
import { phoneFieldsOf, withOption, type CampaignDraft } from '../flow-state.ts'

/** What every step of the flow takes. */
export interface StepProps {
  draft: CampaignDraft
  /** Says what is missing too. */
  showMissing: boolean
  onChange(change: Partial<CampaignDraft>): void
}

/** Props of {@link SourceStep}. */
export interface SourceStepProps extends StepProps {
  /** Undefined while they load. */
  models: readonly DataModel[] | undefined
  providers: readonly MessageProvider[] | undefined
}

/** Who it is for, and by which account it leaves. */
export function SourceStep({ draft, showMissing, onChange, models, providers }: SourceStepProps) {
  const copy = useCampaignsCopy()
  const model = models?.find(({ id }) => id === draft.modelId)
  const phones = phoneFieldsOf(model)
  const consents = (model?.fields ?? []).filter(({ type }) => type === 'boolean')
  return (
    <div className="hub-stack hub-flow-form">
      <TextField
        label={copy.campaignName}
        placeholder={copy.campaignNamePlaceholder}
        maxLength={200}
        error={showMissing && draft.name.trim() === '' ? copy.campaignNameMissing : null}
        value={draft.name}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      {models?.length === 0 ? <Callout tone="warning">{copy.noModels}</Callout> : null}
      <SelectField
        label={copy.dataModel}
        hint={copy.dataModelHint}
        error={
          showMissing && draft.modelId === ''
            ? copy.modelMissing
            : model && phones.length === 0
              ? copy.phoneFieldMissing
              : null
        }
        value={draft.modelId}
        onChange={({ target }) => {
          const { phone_field: _, consent_field: __, ...options } = draft.options
          const first = phoneFieldsOf(models?.find(({ id }) => id === target.value))[0]
          onChange({
            modelId: target.value,
            criteria: { combinator: 'and', rules: [] },
            options: withOption(options, 'phone_field', first?.name),
          })
        }}
      >
        <option value="">{copy.chooseModel}</option>
        {models?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {phones.length > 1 ? (
        <SelectField
          label={copy.phoneField}
          value={draft.options.phone_field ?? ''}
          onChange={({ target }) =>
            onChange({ options: withOption(draft.options, 'phone_field', target.value) })
          }
        >
          {phones.map(({ name, label }) => (
            <option key={name} value={name}>
              {label ?? name}
            </option>
          ))}
        </SelectField>
      ) : null}
      {consents.length > 0 ? (
        <SelectField
          label={copy.consentField}
          hint={copy.consentHint}
          value={draft.options.consent_field ?? ''}
          onChange={({ target }) =>
            onChange({ options: withOption(draft.options, 'consent_field', target.value || undefined) })
          }
        >
          <option value="">{copy.consentNone}</option>
          {consents.map(({ name, label }) => (
            <option key={name} value={name}>
              {label ?? name}
            </option>
          ))}
        </SelectField>
      ) : null}
      {providers?.length === 0 ? (
        <Callout
          tone="warning"
          actions={<ConnectProvider onConnected={({ id }) => onChange({ providerId: id })} />}
        >
          {copy.noProviders}
        </Callout>
      ) : null}
      {providers && providers.length > 0 ? (
        <SelectField
          label={copy.provider}
          error={showMissing && draft.providerId === '' ? copy.providerMissing : null}
          value={draft.providerId}
          onChange={({ target }) => onChange({ providerId: target.value })}
        >
          <option value="">{copy.chooseValue}</option>
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      ) : null}
    </div>
  )
}
