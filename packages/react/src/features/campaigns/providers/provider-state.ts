import type { MessageProvider } from '@headwater/core/campaigns'

/** How an account is: whether it sends, waits for its vendor, was refused, or has nothing to sign in with. */
export type ProviderState = 'ready' | 'waiting' | 'refused' | 'empty'

/** Tells how an account is. The server keeps `paused_until` until a message was taken again. */
export function providerStateOf(provider: MessageProvider): ProviderState {
  if (provider.kind !== 'console' && !provider.has_credentials) return 'empty'
  if (provider.paused_until !== null) return 'waiting'
  return provider.last_error === null ? 'ready' : 'refused'
}

/** When a waiting account is tried again, as an ISO time; null when that is now. */
export function nextTryOf({ paused_until: until }: MessageProvider, now = Date.now()): string | null {
  return until !== null && Date.parse(until) > now ? until : null
}
