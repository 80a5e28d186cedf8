import { providerKindSchema } from '@headwater/core/contracts'
import type postgres from 'postgres'
import * as z from 'zod/mini'
import type { CredentialBox } from './credentials.ts'
import { createConsoleVendor } from './console-vendor.ts'
import { createTwilio } from './twilio.ts'
import type { Vendor, VendorAccount, VendorSettings } from './vendor.ts'
import { createWhatsAppCloud } from './whatsapp-cloud.ts'

const rowSchema = z.object({
  id: z.string(),
  agency_id: z.string(),
  kind: providerKindSchema,
  channel: z.enum(['sms', 'whatsapp']),
  config: z.record(z.string(), z.unknown()),
  price_micros: z.int(),
  segments_per_second: z.number(),
  failure_count: z.int(),
  key_id: z.nullable(z.string()),
  iv: z.nullable(z.instanceof(Uint8Array)),
  data: z.nullable(z.instanceof(Uint8Array)),
})

/** An account with its secrets, and what sending by it costs. */
export interface OpenAccount extends VendorAccount {
  agencyId: string
  channel: 'sms' | 'whatsapp'
  priceMicros: number
  segmentsPerSecond: number
  /** Failures in a row: the vendor can't be reached. */
  failureCount: number
}

/** Reads an account with its credentials, as the project: nobody else may. @throws CredentialKeyError */
export async function readAccount(
  sql: postgres.Sql | postgres.TransactionSql,
  box: CredentialBox,
  providerId: string,
): Promise<OpenAccount | null> {
  const [row] = await sql`
    select p.id, p.agency_id, p.kind, p.channel, p.config, p.price_micros, p.segments_per_second, p.failure_count, s.key_id, s.iv, s.data
    from public.message_providers p left join headwater.message_provider_secrets s on s.provider_id = p.id where p.id = ${providerId}`
  if (row === undefined) return null
  const account = rowSchema.parse(row)
  const { key_id: keyId, iv, data } = account
  const credentials =
    keyId === null || iv === null || data === null
      ? {}
      : await box.open({ keyId, iv, data }, ownerOf(account.id))
  return {
    id: account.id,
    agencyId: account.agency_id,
    kind: account.kind,
    channel: account.channel,
    config: account.config,
    priceMicros: account.price_micros,
    segmentsPerSecond: account.segments_per_second,
    failureCount: account.failure_count,
    credentials,
  }
}

/** What an account's credentials are sealed for. */
export function ownerOf(providerId: string): string {
  return `message_provider:${providerId}`
}

/** Makes the client of an account's vendor. */
export function createVendor(account: VendorAccount, settings: VendorSettings): Vendor {
  switch (account.kind) {
    case 'twilio':
      return createTwilio(account, settings)
    case 'whatsapp-cloud':
      return createWhatsAppCloud(account, settings)
    case 'console':
      return createConsoleVendor()
  }
}
