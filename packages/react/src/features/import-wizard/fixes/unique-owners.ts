import type { Json, ModelField, RecordData } from '@headwater/core'

/** The text by which two values of a unique field are the same. */
export function uniqueKey(value: Json): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase()
}

/** Remembers which of the mended rows has which unique value, so that no two of them take the same. */
export function createUniqueOwners(
  fields: readonly ModelField[],
  isTaken: (field: string, key: string) => boolean,
) {
  const unique = fields.filter((field) => field.unique === true).map(({ name }) => name)
  const owners = new Map<string, number>()
  const owned = new Map<number, string[]>()
  const waiting = new Map<string, Set<number>>()
  const idOf = (field: string, key: string) => `${field}\u0000${key}`
  return {
    /** Gives the unique fields whose values another row has, and takes the others for this row. */
    claim(row: number, data: RecordData): string[] {
      const repeated: string[] = []
      const mine: string[] = []
      for (const field of unique) {
        const value = data[field]
        if (value === undefined || value === null) continue
        const key = uniqueKey(value)
        const id = idOf(field, key)
        const owner = owners.get(id)
        if (isTaken(field, key) || (owner !== undefined && owner !== row)) {
          repeated.push(field)
          const rows = waiting.get(id) ?? new Set()
          waiting.set(id, rows.add(row))
        } else mine.push(id)
      }
      if (repeated.length > 0) return repeated
      for (const id of mine) owners.set(id, row)
      if (mine.length > 0) owned.set(row, mine)
      return []
    },
    /** Lets a row's values go; gives the rows that waited for one of them. */
    release(row: number): number[] {
      const freed = owned.get(row) ?? []
      owned.delete(row)
      return freed.flatMap((id) => {
        owners.delete(id)
        const rows = [...(waiting.get(id) ?? [])]
        waiting.delete(id)
        return rows.filter((other) => other !== row)
      })
    },
  }
}
