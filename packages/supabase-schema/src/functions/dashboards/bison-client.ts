import type * as z from 'zod/mini'
import { sleep, type TokenBucket } from './token-bucket.ts'
import { VendorError } from './vendor-error.ts'

/** One call, for the log. */
export interface VendorCall {
  endpoint: string
  status: number | null
  durationMs: number
  errorCode: string | null
  errorMessage: string | null
}

/** What {@link createBisonClient} takes. */
export interface BisonClientOptions {
  /** The instance's address, without a slash at its end. */
  baseUrl: string
  token: string
  bucket: TokenBucket
  /** When a request is aborted, in milliseconds. */
  timeoutMs: number
  /** Tries in all for what may pass by itself: the network, a timeout, 429 and 5xx. */
  maxAttempts: number
  signal: AbortSignal
  onCall: (call: VendorCall) => void
}

/** An answer of the vendor. */
export interface VendorAnswer<Data> {
  data: Data
  /** The vendor's clock when it answered, in milliseconds since 1970; null where it didn't say. */
  vendorTime: number | null
}

/** Speaks with one instance of Email Bison as one workspace, or as the instance itself. */
export interface BisonClient {
  request<Schema extends z.ZodMiniType>(call: {
    method?: 'GET' | 'POST'
    path: string
    schema: Schema
  }): Promise<VendorAnswer<z.infer<Schema>>>
}

const MAX_WAIT_MS = 10_000

const transient = new Set([
  'VENDOR_TIMEOUT',
  'VENDOR_UNREACHABLE',
  'VENDOR_UNAVAILABLE',
  'VENDOR_RATE_LIMITED',
])

function codeOfStatus(status: number) {
  if (status === 429) return 'VENDOR_RATE_LIMITED' as const
  if (status >= 500) return 'VENDOR_UNAVAILABLE' as const
  if (status === 401 || status === 403) return 'VENDOR_UNAUTHORIZED' as const
  return status === 404 ? ('WORKSPACE_NOT_FOUND' as const) : ('VENDOR_REFUSED' as const)
}

/** Makes a client of Email Bison's API. Every request has its own turn in the bucket and its own line in the log. */
export function createBisonClient(options: BisonClientOptions): BisonClient {
  const { baseUrl, token, bucket, timeoutMs, maxAttempts, signal, onCall } = options

  async function once(method: string, path: string): Promise<{ text: string; date: string | null }> {
    await bucket.take(signal)
    const timer = AbortSignal.timeout(timeoutMs)
    const startedAt = performance.now()
    let status: number | null = null
    let failure: VendorError | null = null
    try {
      const response = await fetch(`${baseUrl}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        // A redirect could lead the token elsewhere.
        redirect: 'error',
        signal: AbortSignal.any([signal, timer]),
      })
      status = response.status
      const text = await response.text()
      if (response.ok) return { text, date: response.headers.get('date') }
      failure = new VendorError(codeOfStatus(status))
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
      if (status === 429) bucket.pause(Math.min(Number.isNaN(seconds) ? 1000 : seconds * 1000, MAX_WAIT_MS))
      throw failure
    } catch (error) {
      if (signal.aborted) failure = new VendorError('CANCELLED', { cause: error })
      else
        failure ??= new VendorError(timer.aborted ? 'VENDOR_TIMEOUT' : 'VENDOR_UNREACHABLE', { cause: error })
      throw failure
    } finally {
      if (failure?.code !== 'CANCELLED')
        onCall({
          endpoint: `${method} ${path.split('?')[0]}`,
          status,
          durationMs: Math.round(performance.now() - startedAt),
          errorCode: failure?.code ?? null,
          errorMessage: failure?.message ?? null,
        })
    }
  }

  async function persist(method: string, path: string): Promise<{ text: string; date: string | null }> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(method, path)
      } catch (error) {
        if (!(error instanceof VendorError) || !transient.has(error.code) || attempt >= maxAttempts)
          throw error
        // The bucket waits for a 429; the rest gets a wait that doubles, with jitter.
        if (error.code !== 'VENDOR_RATE_LIMITED')
          await sleep(Math.min(500 * 2 ** (attempt - 1), MAX_WAIT_MS) * (0.5 + Math.random() / 2), signal)
      }
    }
  }

  return {
    async request({ method = 'GET', path, schema }) {
      const { text, date } = await persist(method, path)
      let body: unknown
      try {
        body = JSON.parse(text)
      } catch (error) {
        throw new VendorError('VENDOR_MALFORMED', { cause: error })
      }
      const parsed = schema.safeParse(body)
      if (!parsed.success) {
        const fieldPath = parsed.error.issues[0]?.path.join('.') ?? ''
        throw new VendorError('VENDOR_INVALID', { cause: parsed.error, fieldPath })
      }
      const vendorTime = Date.parse(date ?? '')
      return { data: parsed.data, vendorTime: Number.isNaN(vendorTime) ? null : vendorTime }
    },
  }
}
