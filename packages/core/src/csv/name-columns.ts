const reserved = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * Names a file's columns: trimmed; a blank header is `Column 3` after its position; a repeated one is `Email (2)`, in order. All
 * names differ, and the same headers always give the same names.
 */
export function nameColumns(headers: readonly string[]): string[] {
  const taken = new Set<string>()
  return headers.map((header, index) => {
    const trimmed = header.trim()
    const base = trimmed === '' || reserved.has(trimmed) ? `Column ${index + 1}` : trimmed
    let name = base
    for (let count = 2; taken.has(name); count++) name = `${base} (${count})`
    taken.add(name)
    return name
  })
}
