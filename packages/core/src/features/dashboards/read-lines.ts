import { HubTimeoutError } from '../../errors/hub-errors.ts'

/** The longest line that is read; more is not a line of ours. */
const MAX_LINE = 1_000_000

/**
 * Reads lines of JSON as they come. A line that is not JSON ends the reading.
 *
 * @param idleMs - Silence that counts as a lost connection, in milliseconds.
 * @throws HubTimeoutError, SyntaxError
 */
export async function* readJsonLines(body: ReadableStream<Uint8Array>, idleMs: number): AsyncGenerator {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
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
      const { done, value } = await Promise.race([reader.read(), silence]).finally(() => clearTimeout(timer))
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > MAX_LINE) throw new SyntaxError('A line of the answer has no end.')
      for (const line of lines) if (line.trim() !== '') yield JSON.parse(line)
      if (!done) continue
      if (rest.trim() !== '') yield JSON.parse(rest)
      return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
