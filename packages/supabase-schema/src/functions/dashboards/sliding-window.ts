/**
 * Works on items with at most `size` of them under way: as soon as one is done the next begins, so a slow one holds up nobody else.
 * `run` must not throw.
 */
export async function forEachInWindow<Item>(
  items: readonly Item[],
  size: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  async function work(): Promise<void> {
    for (const item of queue) await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(Math.max(size, 1), items.length) }, work))
}
