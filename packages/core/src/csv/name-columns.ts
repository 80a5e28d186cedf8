const reserved = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * Names a file's columns: trimmed; a blank header is `Column 3` after its position; a repeated one is `Email (2)`, in order. All
 * names differ, and the same headers always give the same names.
 */
export function nameColumns(headers: readonly string[]): string[] {
  const taken = new Set<string>()
  // Where each repeated name goes on counting, so that a thousand blank-like headers take no million steps.
  const counts = new Map<string, number>()
  return headers.map((header, index) => {
    const trimmed = header.trim()
    const base = trimmed === '' || reserved.has(trimmed) ? `Column ${index + 1}` : trimmed
    let name = base
    for (let count = counts.get(base) ?? 2; taken.has(name); count++) {
      name = `${base} (${count})`
      counts.set(base, count + 1)
    }
    taken.add(name)
    return name
  })
}

/** A line under names: `----+-----`. */
function isRule(cells: readonly string[]): boolean {
  const text = cells.join('')
  return /-{2}|={2}/.test(text) && /^[\s\-=+:|_]*$/.test(text)
}

/**
 * Joins a header of several rows to one: a label that spans columns (blank cells follow it, as merged cells are exported) stands before each of
 * their names. A line of dashes among them names nothing.
 *
 * @example
 * joinHeaderRows([['Customer', '', 'Order'], ['First', 'Last', 'Date']]) // ['Customer First', 'Customer Last', 'Order Date']
 */
export function joinHeaderRows(all: readonly (readonly string[])[]): string[] {
  const rows = all.length === 1 ? all : all.filter((row) => !isRule(row))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const lowest = rows.length - 1
  const spanned = rows.map((row, level) => {
    let label = ''
    return Array.from({ length: width }, (_, index) => {
      const own = (row[index] ?? '').trim()
      // A label above begins anew where a label further up does.
      const anew = rows.slice(0, level).some((above) => (above[index] ?? '').trim() !== '')
      if (own !== '' || anew) label = own
      return level === lowest ? own : label
    })
  })
  return Array.from({ length: width }, (_, index) => {
    const own = (rows[lowest]?.[index] ?? '').trim()
    const parts = spanned.map((labels, level) =>
      // A blank name takes no label that spans from the left: only one of its own.
      own === '' ? (rows[level]?.[index] ?? '').trim() : (labels[index] ?? ''),
    )
    return parts.filter((part, at) => part !== '' && part !== parts[at - 1]).join(' ')
  })
}
