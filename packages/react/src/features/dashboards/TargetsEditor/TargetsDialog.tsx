import type { WorkspaceTargets } from '@headwater/core/dashboards'
import { useId, useState, type FormEvent } from 'react'
import { ErrorState, useCommonCopy } from '../../../provider/index.ts'
import { Button, CheckboxField, Dialog, TextField } from '../../../ui/index.ts'
import { useDashboardsValue } from '../dashboard-context.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { readTargets, typedAmount, type TargetsDraft, type TargetsFault } from './amounts.ts'

/** What came of saving. */
type Saving = { state: 'idle' } | { state: 'busy' } | { state: 'failed'; error: unknown }

/** Edits what an admin knows of a workspace. */
export function TargetsDialog({ workspace, onClose }: { workspace: WorkspaceTargets; onClose(): void }) {
  const copy = useDashboardsCopy()
  const common = useCommonCopy()
  const { targets: client } = useDashboardsValue().dashboards
  const formId = useId()
  const { workspace_targets: known } = workspace
  const [draft, setDraft] = useState<TargetsDraft>({
    monthlyKpi: known?.monthly_kpi?.toString() ?? '',
    pricePerLead: typedAmount(known?.price_per_lead_minor ?? null, known?.currency ?? null),
    monthlyCost: typedAmount(known?.monthly_cost_minor ?? null, known?.currency ?? null),
    currency: known?.currency ?? '',
  })
  const [isTracked, setTracked] = useState(workspace.is_tracked)
  const [faults, setFaults] = useState<Partial<Record<keyof TargetsDraft, TargetsFault>>>({})
  const [saving, setSaving] = useState<Saving>({ state: 'idle' })
  const words: Readonly<Record<TargetsFault, string>> = {
    whole: copy.notAWholeNumber,
    amount: copy.notAnAmount,
    currency: copy.currencyNeeded,
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    const read = readTargets(draft)
    setFaults(read.state === 'faulty' ? read.faults : {})
    if (read.state === 'faulty') return
    setSaving({ state: 'busy' })
    try {
      await client.save(workspace.id, read.targets)
      if (isTracked !== workspace.is_tracked) await client.track(workspace.id, isTracked)
      onClose()
    } catch (error) {
      setSaving({ state: 'failed', error })
    }
  }

  const field = (key: keyof TargetsDraft) => {
    const fault = faults[key]
    return {
      value: draft[key],
      onChange: ({ target }: { target: HTMLInputElement }) => setDraft({ ...draft, [key]: target.value }),
      error: fault ? words[fault] : undefined,
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={copy.editTargets(workspace.name)}
      closeLabel={common.close}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={saving.state === 'busy'}>
            {copy.save}
          </Button>
        </>
      }
    >
      <form id={formId} className="hub-stack" noValidate onSubmit={(event) => void save(event)}>
        {saving.state === 'failed' ? <ErrorState error={saving.error} /> : null}
        <TextField label={copy.monthlyKpi} inputMode="numeric" {...field('monthlyKpi')} />
        <div className="hub-targets-money">
          <TextField label={copy.pricePerLead} inputMode="decimal" {...field('pricePerLead')} />
          <TextField label={copy.monthlyCost} inputMode="decimal" {...field('monthlyCost')} />
          <TextField label={copy.currency} maxLength={3} placeholder="EUR" {...field('currency')} />
        </div>
        <CheckboxField
          label={copy.tracked}
          checked={isTracked}
          onChange={({ target }) => setTracked(target.checked)}
        />
      </form>
    </Dialog>
  )
}
