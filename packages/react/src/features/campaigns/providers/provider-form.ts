import { createProviderSchema, type CreateProvider } from '@headwater/core/campaigns'
import type { CampaignsCopy } from '../copy.ts'

/** What the form holds, as it is typed. */
export interface ProviderForm {
  kind: 'twilio' | 'console'
  name: string
  accountSid: string
  authToken: string
  sendFrom: string
  segmentsPerSecond: string
  price: string
  currency: string
}

/** A control of the form. */
export type ProviderControl = Exclude<keyof ProviderForm, 'kind'>

/** A form in which nothing is typed. */
export const emptyProviderForm: ProviderForm = {
  kind: 'twilio',
  name: 'Twilio',
  accountSid: '',
  authToken: '',
  sendFrom: '',
  segmentsPerSecond: '1',
  price: '0',
  currency: 'USD',
}

const MICROS = 1_000_000

/** Which control an issue of the contract is about. */
const controlOfPath: Readonly<Record<string, ProviderControl>> = {
  name: 'name',
  'config.account_sid': 'accountSid',
  'config.from': 'sendFrom',
  'config.messaging_service_sid': 'sendFrom',
  'credentials.auth_token': 'authToken',
  segments_per_second: 'segmentsPerSecond',
  price_micros: 'price',
  currency: 'currency',
}

/** A typed amount or rate; a comma is a decimal point too. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'))
}

function senderOf(text: string) {
  const from = text.replaceAll(/[\s().-]/g, '')
  if (/^MG/i.test(from)) return { messaging_service_sid: from }
  return from === '' ? {} : { from }
}

function inputOf(form: ProviderForm): unknown {
  const shared = {
    name: form.name,
    segments_per_second: numberOf(form.segmentsPerSecond),
    price_micros: Math.round(numberOf(form.price) * MICROS),
    currency: form.currency.trim().toUpperCase(),
  }
  if (form.kind === 'console') return { ...shared, kind: 'console' }
  return {
    ...shared,
    kind: 'twilio',
    config: { account_sid: form.accountSid.trim(), ...senderOf(form.sendFrom) },
    credentials: { auth_token: form.authToken.trim() },
  }
}

/** What a form comes to: an account, or the controls that aren't right yet. */
export function readProviderForm(
  form: ProviderForm,
): { ok: true; input: CreateProvider } | { ok: false; faults: ReadonlySet<ProviderControl> } {
  const result = createProviderSchema.safeParse(inputOf(form))
  if (result.success) return { ok: true, input: result.data }
  const faults = result.error.issues.flatMap(({ path }) => controlOfPath[path.join('.')] ?? [])
  return { ok: false, faults: new Set(faults) }
}

/** What is wrong with a control, in words. */
export function providerFaults(copy: CampaignsCopy): Record<ProviderControl, string> {
  return {
    name: copy.providerNameMissing,
    accountSid: copy.accountSidBad,
    authToken: copy.authTokenMissing,
    sendFrom: copy.sendFromBad,
    segmentsPerSecond: copy.segmentsPerSecondBad,
    price: copy.pricePerSegmentBad,
    currency: copy.currencyBad,
  }
}
