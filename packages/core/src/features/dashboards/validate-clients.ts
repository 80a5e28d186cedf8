import {
  EmailAccountSchema,
  InfrastructureClientSchema,
  KPIClientSchema,
  RevenueClientSchema,
  VolumeClientSchema,
  type EmailAccount,
  type InfrastructureClient,
  type KPIClient,
  type RevenueClient,
  type VolumeClient,
} from '../../contracts/index.ts'
import { validateList, type ListValidation } from '../../request/validation.ts'

/** More leads in a month than that are worth a second look. Source: data-consistency spec, "Example Warnings". */
const MANY_LEADS = 1000

function manyLeads({ name, leadsGenerated }: { name: string; leadsGenerated: number }): string[] {
  return leadsGenerated > MANY_LEADS ? [`${name} has ${leadsGenerated} leads, which is unusually many.`] : []
}

/** What is odd about a client of the KPI dashboard. */
export function kpiWarnings(client: KPIClient): string[] {
  const warnings = manyLeads(client)
  if (client.monthlyKPI === 0) warnings.push(`${client.name} has no KPI target set.`)
  else if (client.emailsSent === 0)
    warnings.push(`${client.name} has a target, but sent no emails this month.`)
  return warnings
}

/** What is odd about a client of the volume dashboard. */
export function volumeWarnings({ name, emailsSentThisMonth, dailyCapacity }: VolumeClient): string[] {
  return emailsSentThisMonth === 0 && (dailyCapacity ?? 0) > 0
    ? [`${name} could send ${dailyCapacity} emails a day, but sent none this month.`]
    : []
}

/** What is odd about a client of the revenue dashboard. */
export function revenueWarnings(client: RevenueClient): string[] {
  const warnings = manyLeads(client)
  if (client.pricePerLeadMinor === null) warnings.push(`${client.name} has no price per lead set.`)
  if (client.marginMinor !== null && client.marginMinor < 0)
    warnings.push(`${client.name} has a negative margin.`)
  return warnings
}

/** What is odd about a client of the infrastructure dashboard. */
export function infrastructureWarnings({
  name,
  accountCount,
  connectedCount,
}: InfrastructureClient): string[] {
  return accountCount > 0 && connectedCount === 0 ? [`${name} has no connected sender account.`] : []
}

/** Validates rows of the KPI dashboard: those that are right, the faults of the others, and what is odd. */
export function validateKPIClients(clients: unknown): ListValidation<KPIClient> {
  return validateList(KPIClientSchema, clients, kpiWarnings)
}

/** Validates rows of the volume dashboard. */
export function validateVolumeClients(clients: unknown): ListValidation<VolumeClient> {
  return validateList(VolumeClientSchema, clients, volumeWarnings)
}

/** Validates rows of the revenue dashboard. */
export function validateRevenueClients(clients: unknown): ListValidation<RevenueClient> {
  return validateList(RevenueClientSchema, clients, revenueWarnings)
}

/** Validates rows of the infrastructure dashboard. */
export function validateInfrastructureClients(clients: unknown): ListValidation<InfrastructureClient> {
  return validateList(InfrastructureClientSchema, clients, infrastructureWarnings)
}

/** Validates sender accounts. */
export function validateEmailAccounts(accounts: unknown): ListValidation<EmailAccount> {
  return validateList(EmailAccountSchema, accounts, () => [])
}
