/** The least of a zod schema that validating needs. */
export interface ListItemSchema<Item> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: Item }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }
}

/** One fault of one item. */
export interface ItemError {
  /** The item's place in the list, from 0. */
  index: number
  /** The path within the item. */
  path: string
  message: string
}

/** What validating a list found. `data` holds the items that are right, also where others are not. */
export interface ListValidation<Item> {
  success: boolean
  data: Item[]
  errors: ItemError[]
  /** What is odd about items that are right, in sentences. */
  warnings: string[]
}

/**
 * Validates a list that came over a wire.
 *
 * @param warningsOf - Says what is odd about an item that is right.
 */
export function validateList<Item>(
  schema: ListItemSchema<Item>,
  items: unknown,
  warningsOf: (item: Item) => readonly string[],
): ListValidation<Item> {
  if (!Array.isArray(items))
    return {
      success: false,
      data: [],
      errors: [{ index: 0, path: '', message: 'Expected a list.' }],
      warnings: [],
    }
  const result: ListValidation<Item> = { success: true, data: [], errors: [], warnings: [] }
  for (const [index, value] of items.entries()) {
    const parsed = schema.safeParse(value)
    if (parsed.success) {
      result.data.push(parsed.data)
      result.warnings.push(...warningsOf(parsed.data))
      continue
    }
    result.success = false
    for (const { path, message } of parsed.error.issues)
      result.errors.push({ index, path: path.map(String).join('.'), message })
  }
  return result
}
