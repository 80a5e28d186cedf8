import { readNumber, type Environment } from '../runtime/environment.ts'
import type { ProviderKind } from '@headwater/core/contracts'
import type { Credentials } from './credentials.ts'

/** An account as the vendors' clients need it. */
export interface VendorAccount {
  id: string
  kind: ProviderKind
  config: Readonly<Record<string, unknown>>
  credentials: Credentials
}

/** Where vendors are, and where they reach us. */
export interface VendorSettings {
  /** Replaces Twilio's address: an emulator's, or a proxy's. */
  twilioUrl: string
  /** Replaces the Graph API's address. */
  graphUrl: string
  /** The public address of `messaging-webhooks`. */
  webhookUrl: string
  /** When a request to a vendor is aborted, in milliseconds. */
  timeoutMs: number
}

/** A message to hand over. */
export interface OutgoingMessage {
  /** Our own id: it comes back in the vendor's events. */
  id: string
  to: string
  body: string
  template?: { name: string; language: string; parameters: readonly string[] } | undefined
}

/**
 * What a vendor answered. `refused`: nothing was taken, and it is safe to try again. `rejected`: for good. `unknown`: nobody knows whether it was taken.
 */
export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; code: string; message: string; retryAfterMs: number | null; isOutage: boolean }
  | { outcome: 'rejected'; code: string; message: string }
  | { outcome: 'opted_out'; code: string; message: string }
  | { outcome: 'unauthorized'; message: string }
  | { outcome: 'unknown'; message: string }

/** What became of an attempt in doubt. `unknown`: the vendor can't say, or can't be asked now. */
export type LookupOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'absent' | 'unknown' }

/** A vendor's client. */
export interface Vendor {
  send(message: OutgoingMessage): Promise<SendOutcome>
  /** Asks whether a message was taken. `knownIds` are other messages' ids. */
  find(
    message: OutgoingMessage,
    startedAt: Date,
    isKnown: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<LookupOutcome>
  /** Whether {@link Vendor.find} can tell at all. */
  canFind: boolean
}

/** Reads the settings from a function's environment. */
export function readVendorSettings(env: Environment): VendorSettings {
  return {
    twilioUrl: env['HEADWATER_TWILIO_URL'] ?? 'https://api.twilio.com',
    graphUrl: env['HEADWATER_GRAPH_URL'] ?? 'https://graph.facebook.com',
    webhookUrl: env['HEADWATER_WEBHOOK_URL'] ?? `${env['SUPABASE_URL']}/functions/v1/messaging-webhooks`,
    timeoutMs: readNumber(env, 'HEADWATER_VENDOR_TIMEOUT_MS', 10_000),
  }
}

/** Where a vendor's events about an account arrive. */
export function webhookUrlOf(
  { webhookUrl }: VendorSettings,
  account: { id: string; kind: ProviderKind },
): string {
  return `${webhookUrl}/${account.kind}/${account.id}`
}

/** The outcome of a request that did not come to an answer: one that never left is safe to repeat, any other is in doubt. */
export function outcomeOfFailure(error: unknown): SendOutcome {
  const message = error instanceof Error ? error.message : String(error)
  // Only what happens before a byte is sent: no connection, no such host.
  const never = /connection refused|ECONNREFUSED|dns error|ENOTFOUND|EAI_AGAIN|name resolution/i
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  if (never.test(message) || never.test(cause))
    return {
      outcome: 'refused',
      code: 'UNREACHABLE',
      message: 'The vendor can’t be reached.',
      retryAfterMs: null,
      isOutage: true,
    }
  return { outcome: 'unknown', message }
}
