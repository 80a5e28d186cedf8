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
import { clientOddities, oddityText, type ClientOddity } from './client-oddities.ts'

const warningsBy =
  <Client>(oddities: (client: Client) => ClientOddity[]) =>
  (client: Client): string[] =>
    oddities(client).map(oddityText)

/** Validates rows of the KPI dashboard: those that are right, the faults of the others, and what is odd. */
export function validateKPIClients(clients: unknown): ListValidation<KPIClient> {
  return validateList(KPIClientSchema, clients, warningsBy(clientOddities.kpi))
}

/** Validates rows of the volume dashboard. */
export function validateVolumeClients(clients: unknown): ListValidation<VolumeClient> {
  return validateList(VolumeClientSchema, clients, warningsBy(clientOddities.volume))
}

/** Validates rows of the revenue dashboard. */
export function validateRevenueClients(clients: unknown): ListValidation<RevenueClient> {
  return validateList(RevenueClientSchema, clients, warningsBy(clientOddities.revenue))
}

/** Validates rows of the infrastructure dashboard. */
export function validateInfrastructureClients(clients: unknown): ListValidation<InfrastructureClient> {
  return validateList(InfrastructureClientSchema, clients, warningsBy(clientOddities.infrastructure))
}

/** Validates sender accounts. */
export function validateEmailAccounts(accounts: unknown): ListValidation<EmailAccount> {
  return validateList(EmailAccountSchema, accounts, () => [])
}
