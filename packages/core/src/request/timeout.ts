import { HubTimeoutError } from '../errors/hub-errors.ts'

/** When a request is aborted, in milliseconds. Source: data-consistency spec, "Cache Configuration". */
export const REQUEST_TIMEOUT = 45_000

/**
 * Runs a request with a signal that aborts after `timeoutMs`, or when the caller's own signal does.
 * @throws HubTimeoutError
 */
export async function withTimeout<Value>(
  options: { timeoutMs: number; signal?: AbortSignal | undefined; what: string },
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const timer = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([options.signal, timer]) : timer
  try {
    return await run(signal)
  } catch (error) {
    if (!timer.aborted || options.signal?.aborted === true) throw error
    const seconds = Math.round(options.timeoutMs / 1000)
    throw new HubTimeoutError(
      `${options.what} took over ${seconds} s and was aborted. Try again, or raise timeoutMs.`,
      { cause: error },
    )
  }
}
