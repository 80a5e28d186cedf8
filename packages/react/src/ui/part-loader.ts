import { useEffect, useState } from 'react'

/** A part of a page with code of its own. */
export interface PartLoader<Part> {
  /** Loads it ahead of its first showing. */
  load(): Promise<Part>
  /** The part, at once where it is loaded; null while it is on its way. */
  usePart(): Part | 'failed' | null
}

/**
 * Makes what loads a part of a page when it is first shown. Unlike `lazy` it suspends nothing: React holds a fallback for 300 ms, however
 * soon the part is there.
 */
export function createPartLoader<Part extends object>(importPart: () => Promise<Part>): PartLoader<Part> {
  let loaded: Part | null = null
  async function load(): Promise<Part> {
    loaded = await importPart()
    return loaded
  }
  return {
    load,
    usePart() {
      const [part, setPart] = useState<Part | 'failed' | null>(() => loaded)
      useEffect(() => {
        if (part !== null) return undefined
        let isGone = false
        load().then(
          (next) => isGone || setPart(() => next),
          () => isGone || setPart('failed'),
        )
        return () => {
          isGone = true
        }
      }, [part])
      return part
    },
  }
}
