/** How a vendor's events leave. */
export interface CallbackBehaviour {
  /** From the answer to the first event, in milliseconds. @default 0 */
  delayMs: number
  /** The share of events that are sent twice. @default 0 */
  duplicateShare: number
  /** The share of messages whose last event comes first. @default 0 */
  reorderShare: number
}

/** Sends events in the background, some at a time, and tries each again a few times as vendors do. */
export interface CallbackSender {
  send(url: string, headers: Readonly<Record<string, string>>, body: string): void
  /** Resolves when every event has been taken or given up. */
  idle(): Promise<void>
  /** Events that were answered with 2xx. */
  taken(): number
  stop(): void
}

const AT_ONCE = 24
const TRIES = 5

/** Makes the sender of a vendor's events. */
export function createCallbackSender(): CallbackSender {
  const waiting: { url: string; headers: Readonly<Record<string, string>>; body: string; tries: number }[] =
    []
  const listeners: (() => void)[] = []
  let running = 0
  let taken = 0
  let stopped = false

  async function post(one: (typeof waiting)[number]): Promise<void> {
    try {
      const response = await fetch(one.url, { method: 'POST', headers: one.headers, body: one.body })
      await response.arrayBuffer()
      if (response.ok) taken++
      else if (response.status >= 500) throw new Error(`answered ${response.status}`)
    } catch {
      one.tries++
      if (one.tries < TRIES && !stopped) setTimeout(() => enqueue(one), 200 * one.tries)
    }
  }
  function enqueue(one: (typeof waiting)[number]): void {
    waiting.push(one)
    pump()
  }
  function pump(): void {
    for (;;) {
      const one = stopped || running >= AT_ONCE ? undefined : waiting.shift()
      if (one === undefined) break
      running++
      void post(one).finally(() => {
        running--
        pump()
      })
    }
    if (running === 0 && waiting.length === 0) for (const listener of listeners.splice(0)) listener()
  }
  return {
    send(url, headers, body) {
      enqueue({ url, headers, body, tries: 0 })
    },
    idle: () =>
      running === 0 && waiting.length === 0
        ? Promise.resolve()
        : new Promise((resolve) => listeners.push(resolve)),
    taken: () => taken,
    stop() {
      stopped = true
      waiting.length = 0
    },
  }
}
