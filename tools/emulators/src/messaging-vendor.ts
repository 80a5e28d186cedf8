import { jsonAnswer, serveEmulator, type EmulatorAnswer, type EmulatorHandler } from './emulator-server.ts'
import type { Latency } from './latency.ts'
import { createCallbackSender, type CallbackBehaviour, type CallbackSender } from './send-callbacks.ts'

/** What goes wrong at a vendor of messages, and how its events come. What is left out of a change stays. */
export interface MessagingControl extends CallbackBehaviour {
  /** `none`; every request answered with 503; the connection cut before anything is read; or never answered. @default 'none' */
  outage: 'none' | 'error' | 'disconnect' | 'hang'
  /** The share of messages that are taken and whose answer is lost: the connection is cut. @default 0 */
  lostAnswerShare: number
  /** The share of messages that are refused at once, by the code. @default none */
  refuse: Readonly<Record<number, number>>
  latency: Latency
}

/** Nothing goes wrong. */
export const calm: MessagingControl = {
  outage: 'none',
  lostAnswerShare: 0,
  refuse: {},
  latency: { medianMs: 0, p95Ms: 0 },
  delayMs: 0,
  duplicateShare: 0,
  reorderShare: 0,
}

/** The defaults with those of them that options name. */
export function controlOf<Control extends object>(defaults: Control, options: Partial<Control>): Control {
  const given = Object.entries(options).filter(([name, value]) => name in defaults && value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}

/** Picks a code by its share of a draw. */
export function drawCode(shares: Readonly<Record<number, number>>, draw: number): number | null {
  let sum = 0
  for (const [code, share] of Object.entries(shares)) {
    sum += share
    if (draw < sum) return Number(code)
  }
  return null
}

/** What {@link serveMessagingVendor} takes. */
export interface MessagingVendorOptions<Control extends MessagingControl> {
  behaviour: Control
  /** Every message that was taken: `GET /__emulator/messages` shows them. */
  messages: readonly object[]
  /** The answer to everything while the vendor is down. */
  whenDown: EmulatorAnswer
  handle: EmulatorHandler
  port?: number | undefined
}

/** A vendor of messages on loopback. */
export interface MessagingVendor {
  url: string
  callbacks: CallbackSender
  /** Tells of a message, so long after it was taken as events take. */
  tellLater(tell: () => void): void
  /** Resolves when every event has been taken or given up. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Serves a vendor that may be down, and that is controlled by `PUT /__emulator/control`. */
export async function serveMessagingVendor<Control extends MessagingControl>({
  behaviour,
  messages,
  whenDown,
  handle,
  port,
}: MessagingVendorOptions<Control>): Promise<MessagingVendor> {
  const callbacks = createCallbackSender()
  const timers = new Set<NodeJS.Timeout>()
  const server = await serveEmulator(async (request) => {
    const { method, url } = request
    if (url.pathname === '/__emulator/messages') return jsonAnswer(200, messages)
    if (url.pathname === '/__emulator/control' && method === 'PUT') {
      const change: Partial<Control> = JSON.parse(request.body)
      return jsonAnswer(200, Object.assign(behaviour, change))
    }
    if (behaviour.outage === 'disconnect') return 'destroy'
    if (behaviour.outage === 'hang') return 'hang'
    if (behaviour.outage === 'error') return whenDown
    return handle(request)
  }, port)
  return {
    url: server.url,
    callbacks,
    tellLater(tell) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        tell()
      }, behaviour.delayMs)
      timers.add(timer)
    },
    async idle() {
      while (timers.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await callbacks.idle()
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      callbacks.stop()
      await server.stop()
    },
  }
}
