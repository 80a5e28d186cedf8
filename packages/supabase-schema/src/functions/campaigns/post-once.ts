/**
 * Posts a body once. Runtimes send a request anew by themselves when a kept connection ends before the answer, whatever its method; a body that is a
 * stream can't be sent twice, so they don't.
 */
export function postOnce(
  url: string,
  { headers, body, timeoutMs }: { headers: Record<string, string>; body: string; timeoutMs: number },
): Promise<Response> {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers,
    body: new Blob([body]).stream(),
    duplex: 'half',
    signal: AbortSignal.timeout(timeoutMs),
  }
  return fetch(url, init)
}
