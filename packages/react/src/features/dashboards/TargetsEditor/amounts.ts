import type { SaveTargets } from '@headwater/core/dashboards'
import { minorDigits } from '../use-figures.ts'

/** What a person types. */
export interface TargetsDraft {
  monthlyKpi: string
  pricePerLead: string
  monthlyCost: string
  currency: string
}

/** What is wrong, by field. */
export type TargetsFault = 'whole' | 'amount' | 'currency'

/** What was typed, read: ready to save, or what is wrong with it. */
export type ReadTargets =
  | { state: 'ready'; targets: SaveTargets }
  | { state: 'faulty'; faults: Partial<Record<keyof TargetsDraft, TargetsFault>> }

/** Minor units as they are typed: 12550 of EUR as `125.50`. */
export function typedAmount(minor: number | null, currency: string | null): string {
  if (minor === null || currency === null) return ''
  const digits = minorDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}

/** An amount with a point or a comma, in minor units; null where nothing is typed, undefined where it is no amount. */
function minorOf(text: string, currency: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  const digits = minorDigits(currency)
  const isAmount = digits === 0 ? /^\d{1,12}$/ : new RegExp(`^\\d{1,12}(\\.\\d{1,${digits}})?$`)
  return isAmount.test(trimmed) ? Math.round(Number(trimmed) * 10 ** digits) : undefined
}

/** Reads what was typed. Money needs its currency. */
export function readTargets(draft: TargetsDraft): ReadTargets {
  const faults: Partial<Record<keyof TargetsDraft, TargetsFault>> = {}
  const kpi = draft.monthlyKpi.trim()
  if (!/^\d{0,9}$/.test(kpi)) faults.monthlyKpi = 'whole'
  const currency = draft.currency.trim().toUpperCase()
  const hasMoney = draft.pricePerLead.trim() !== '' || draft.monthlyCost.trim() !== ''
  const isCurrency = /^[A-Z]{3}$/.test(currency)
  if (!isCurrency && (hasMoney || currency !== '')) faults.currency = 'currency'
  const price = minorOf(draft.pricePerLead, isCurrency ? currency : 'EUR')
  const cost = minorOf(draft.monthlyCost, isCurrency ? currency : 'EUR')
  if (price === undefined) faults.pricePerLead = 'amount'
  if (cost === undefined) faults.monthlyCost = 'amount'
  if (price === undefined || cost === undefined || Object.keys(faults).length > 0)
    return { state: 'faulty', faults }
  return {
    state: 'ready',
    targets: {
      monthly_kpi: kpi === '' ? null : Number(kpi),
      price_per_lead_minor: price,
      monthly_cost_minor: cost,
      currency: hasMoney ? currency : null,
    },
  }
}
