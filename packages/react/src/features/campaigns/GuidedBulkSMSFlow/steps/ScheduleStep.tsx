import type { DataModel } from '@headwater/core'
import { CheckboxField, SelectField, TextField } from '../../../../ui/index.ts'
import { useCampaignsCopy } from '../../use-campaigns-copy.ts'
import { withOption } from '../flow-state.ts'
import type { StepProps } from './SourceStep.tsx'

/** Props of {@link ScheduleStep}. */
export interface ScheduleStepProps extends StepProps {
  model: DataModel | undefined
}

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** When messages leave, and when none does. */
export function ScheduleStep({ draft, showMissing, onChange, model }: ScheduleStepProps) {
  const copy = useCampaignsCopy()
  const { options, sendAt } = draft
  const isLater = sendAt !== null
  const quiet = options.quiet_hours
  const cap = options.frequency_cap
  const set = (change: typeof options) => onChange({ options: change })
  const isPast = isLater && sendAt !== '' && Date.parse(sendAt) < Date.now()
  return (
    <div className="hub-stack hub-flow-form">
      <fieldset className="hub-when">
        <legend className="hub-label">{copy.when}</legend>
        {[false, true].map((later) => (
          <label key={String(later)} className="hub-checkbox">
            <input
              type="radio"
              name="when"
              checked={isLater === later}
              onChange={() => onChange({ sendAt: later ? '' : null })}
            />
            <span>{later ? copy.sendLater : copy.sendNow}</span>
          </label>
        ))}
      </fieldset>
      {isLater ? (
        <TextField
          type="datetime-local"
          label={copy.sendAt}
          hint={copy.sendAtZone(zone())}
          error={isPast ? copy.sendAtPast : showMissing && sendAt === '' ? copy.sendAtMissing : null}
          value={sendAt}
          onChange={({ target }) => onChange({ sendAt: target.value })}
        />
      ) : null}
      <div>
        <CheckboxField
          label={copy.quietHours}
          checked={quiet !== undefined}
          onChange={({ target }) =>
            set(
              withOption(
                options,
                'quiet_hours',
                target.checked ? { start: '21:00', end: '08:00' } : undefined,
              ),
            )
          }
        />
        <p className="hub-hint">{copy.quietHoursHint}</p>
      </div>
      {quiet ? (
        <div className="hub-row hub-flow-pair">
          <TextField
            type="time"
            label={copy.quietFrom}
            value={quiet.start}
            onChange={({ target }) =>
              set(withOption(options, 'quiet_hours', { ...quiet, start: target.value || '21:00' }))
            }
          />
          <TextField
            type="time"
            label={copy.quietTo}
            value={quiet.end}
            onChange={({ target }) =>
              set(withOption(options, 'quiet_hours', { ...quiet, end: target.value || '08:00' }))
            }
          />
          <SelectField
            label={copy.zoneField}
            value={quiet.time_zone_field ?? ''}
            onChange={({ target }) => {
              const { start, end } = quiet
              const field = target.value === '' ? {} : { time_zone_field: target.value }
              set(withOption(options, 'quiet_hours', { start, end, ...field }))
            }}
          >
            <option value="">{copy.zoneFromNumber}</option>
            {model?.fields
              .filter(({ type }) => type === 'text')
              .map(({ name, label }) => (
                <option key={name} value={name}>
                  {label ?? name}
                </option>
              ))}
          </SelectField>
        </div>
      ) : null}
      <CheckboxField
        label={copy.cap}
        checked={cap !== undefined}
        onChange={({ target }) =>
          set(withOption(options, 'frequency_cap', target.checked ? { messages: 2, days: 7 } : undefined))
        }
      />
      {cap ? (
        <div className="hub-row hub-flow-pair">
          <TextField
            type="number"
            min={1}
            max={100}
            label={copy.capMessages}
            value={cap.messages}
            onChange={({ target }) =>
              set(withOption(options, 'frequency_cap', { ...cap, messages: between(target.value, 100) }))
            }
          />
          <TextField
            type="number"
            min={1}
            max={90}
            label={copy.capDays}
            value={cap.days}
            onChange={({ target }) =>
              set(withOption(options, 'frequency_cap', { ...cap, days: between(target.value, 90) }))
            }
          />
        </div>
      ) : null}
      <TextField
        type="number"
        min={1}
        max={720}
        label={copy.expires}
        hint={copy.expiresHint}
        value={options.expires_after_hours ?? 72}
        onChange={({ target }) => set(withOption(options, 'expires_after_hours', between(target.value, 720)))}
      />
    </div>
  )
}

function between(text: string, most: number): number {
  const number = Math.trunc(Number(text))
  return Number.isFinite(number) ? Math.min(most, Math.max(1, number)) : 1
}
