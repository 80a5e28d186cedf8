/** Reads a `Retry-After` header, seconds or a date (RFC 9110, 10.2.3), as milliseconds from now; null where there is none. */
export function retryAfterMsOf(header: string | null): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? null : Math.max(0, ms)
}
