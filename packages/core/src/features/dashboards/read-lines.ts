import { HubNetworkError, HubTimeoutError, HubValidationError } from '../../errors/hub-errors.ts'

/** The longest line that is read; more is not a line of ours. */
const MAX_LINE = 1_000_000

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new HubValidationError('A line of the answer is not JSON. Try again.', { cause })
  }
}

/**
 * Reads lines of JSON as they come. A line that is not JSON ends the reading.
 *
 * @param idleMs - Silence that counts as a lost connection, in milliseconds.
 * @throws HubTimeoutError, HubNetworkError, HubValidationError, or the signal's reason
 */
export async function* readJsonLines(
  body: ReadableStream<Uint8Array>,
  idleMs: number,
  signal: AbortSignal,
): AsyncGenerator {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  const next = () =>
    reader.read().catch((cause: unknown) => {
      signal.throwIfAborted()
      throw new HubNetworkError('The connection was lost. What was read is kept. Try again.', { cause })
    })
  try {
    for (;;) {
      signal.throwIfAborted()
      let timer: ReturnType<typeof setTimeout> | undefined
      const silence = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () =>
            reject(
              new HubTimeoutError(
                `Nothing came for ${Math.round(idleMs / 1000)} s. Try again, or raise timeoutMs.`,
              ),
            ),
          idleMs,
        )
      })
      const { done, value } = await Promise.race([next(), silence]).finally(() => clearTimeout(timer))
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MAX_LINE) throw new HubValidationError('A line of the answer has no end.')
      for (const line of lines) if (line.trim() !== '') yield parsed(line)
      if (!done) continue
      if (rest.trim() !== '') yield parsed(rest)
      return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
