/** Writes a JSON value with its members in one order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  )
}

/** Whether two JSON values are the same, whatever the order of their members: the database keeps an order of its own. */
export function isSameValue(left: unknown, right: unknown): boolean {
  return inOrder(left) === inOrder(right)
}
