import { useCallback, type Ref, type RefCallback, type RefObject } from 'react'

/** One ref for an element that both a component and its host hold. */
export function useMergedRef<Node>(
  own: RefObject<Node | null>,
  theirs: Ref<Node> | undefined,
): RefCallback<Node> {
  return useCallback(
    (node: Node) => {
      own.current = node
      const letGo = typeof theirs === 'function' ? theirs(node) : undefined
      if (theirs && typeof theirs === 'object') theirs.current = node
      return () => {
        own.current = null
        if (typeof letGo === 'function') letGo()
        else if (typeof theirs === 'function') theirs(null)
        else if (theirs) theirs.current = null
      }
    },
    [own, theirs],
  )
}
