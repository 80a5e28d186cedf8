/** 53 bits of a text: two texts of a file practically never share one. Source: cyrb53, public domain. */
export function hashOf(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

/** Whether sorted hashes have one. */
export function hasHash(sorted: Float64Array, hash: number): boolean {
  let from = 0
  let to = sorted.length - 1
  while (from <= to) {
    const middle = (from + to) >> 1
    const value = sorted[middle] ?? 0
    if (value === hash) return true
    if (value < hash) from = middle + 1
    else to = middle - 1
  }
  return false
}
