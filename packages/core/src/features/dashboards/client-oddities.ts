import type {
  DashboardName,
  InfrastructureClient,
  KPIClient,
  RevenueClient,
  VolumeClient,
} from '../../contracts/index.ts'

/** What can be odd about a client's figures, although each of them is valid. */
export type OddityCode =
  | 'MANY_LEADS'
  | 'NO_TARGET'
  | 'TARGET_WITHOUT_EMAILS'
  | 'UNUSED_CAPACITY'
  | 'NO_PRICE'
  | 'NEGATIVE_MARGIN'
  | 'NO_CONNECTED_ACCOUNT'

/** Something odd about a client, for whoever writes the sentence. */
export interface ClientOddity {
  code: OddityCode
  /** The client's name. */
  name: string
  /** The odd figure: leads, or emails that could be sent in a day. Null where its absence is what is odd. */
  value: number | null
}

/** More leads in a month than that are worth a second look. Source: data-consistency spec, "Example Warnings". */
const MANY_LEADS = 1000

function manyLeads({ name, leadsGenerated }: { name: string; leadsGenerated: number }): ClientOddity[] {
  return leadsGenerated > MANY_LEADS ? [{ code: 'MANY_LEADS', name, value: leadsGenerated }] : []
}

function kpi(client: KPIClient): ClientOddity[] {
  const { name, monthlyKPI, emailsSent } = client
  const odd = manyLeads(client)
  if (monthlyKPI === 0) odd.push({ code: 'NO_TARGET', name, value: null })
  else if (emailsSent === 0) odd.push({ code: 'TARGET_WITHOUT_EMAILS', name, value: null })
  return odd
}

function volume({ name, emailsSentThisMonth, dailyCapacity }: VolumeClient): ClientOddity[] {
  return emailsSentThisMonth === 0 && (dailyCapacity ?? 0) > 0
    ? [{ code: 'UNUSED_CAPACITY', name, value: dailyCapacity }]
    : []
}

function revenue(client: RevenueClient): ClientOddity[] {
  const { name, pricePerLeadMinor, marginMinor } = client
  const odd = manyLeads(client)
  if (pricePerLeadMinor === null) odd.push({ code: 'NO_PRICE', name, value: null })
  if (marginMinor !== null && marginMinor < 0) odd.push({ code: 'NEGATIVE_MARGIN', name, value: null })
  return odd
}

function infrastructure({ name, accountCount, connectedCount }: InfrastructureClient): ClientOddity[] {
  return accountCount > 0 && connectedCount === 0 ? [{ code: 'NO_CONNECTED_ACCOUNT', name, value: null }] : []
}

/** What is odd about a client of each dashboard. */
export const clientOddities = { kpi, volume, revenue, infrastructure } satisfies Record<
  DashboardName,
  unknown
>

const sentences: Readonly<Record<OddityCode, (name: string, value: number | null) => string>> = {
  MANY_LEADS: (name, value) => `${name} has ${value} leads, which is unusually many.`,
  NO_TARGET: (name) => `${name} has no KPI target set.`,
  TARGET_WITHOUT_EMAILS: (name) => `${name} has a target, but sent no emails this month.`,
  UNUSED_CAPACITY: (name, value) => `${name} could send ${value} emails a day, but sent none this month.`,
  NO_PRICE: (name) => `${name} has no price per lead set.`,
  NEGATIVE_MARGIN: (name) => `${name} has a negative margin.`,
  NO_CONNECTED_ACCOUNT: (name) => `${name} has no connected sender account.`,
}

/** An oddity as a sentence in English. */
export function oddityText({ code, name, value }: ClientOddity): string {
  return sentences[code](name, value)
}
