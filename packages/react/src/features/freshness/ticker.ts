/** One clock for every age on a page. */
export interface Ticker {
  /** Hears of each tick, and of the moment at which the page is looked at again. Returns what stops it. */
  subscribe(listener: () => void): () => void
  /** Hears that the machine or the tab slept: what was fresh before may not be any more. Returns what stops it. */
  onWake(listener: () => void): () => void
}

/** What {@link createTicker} takes. */
export interface TickerOptions {
  /** @default 1_000 */
  everyMs?: number
  /** A pause between two ticks from which on the page has slept. @default 30_000 */
  sleptMs?: number
}

/** Makes a ticker. It runs while something listens, and stands still while the page is hidden. */
export function createTicker({ everyMs = 1000, sleptMs = 30_000 }: TickerOptions = {}): Ticker {
  const listeners = new Set<() => void>()
  const sleepers = new Set<() => void>()
  let timer: ReturnType<typeof setInterval> | undefined
  let lastTick = 0

  function tick(): void {
    if (document.visibilityState === 'hidden') return
    const now = Date.now()
    const slept = now - lastTick > sleptMs
    lastTick = now
    if (slept) for (const listener of sleepers) listener()
    for (const listener of listeners) listener()
  }

  function start(): void {
    if (timer !== undefined) return
    lastTick = Date.now()
    timer = setInterval(tick, everyMs)
    document.addEventListener('visibilitychange', tick)
  }

  function stopIfAlone(): void {
    if (timer === undefined || listeners.size + sleepers.size > 0) return
    clearInterval(timer)
    timer = undefined
    document.removeEventListener('visibilitychange', tick)
  }

  const joined = (all: Set<() => void>) => (listener: () => void) => {
    all.add(listener)
    start()
    return () => {
      all.delete(listener)
      stopIfAlone()
    }
  }

  return { subscribe: joined(listeners), onWake: joined(sleepers) }
}

/** The page's ticker. */
export const ticker: Ticker = createTicker()
