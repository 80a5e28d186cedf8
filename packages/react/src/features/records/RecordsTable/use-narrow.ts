import { useEffect, useState, type RefObject } from 'react'

/** Whether an element is narrower than a width in pixels. */
export function useNarrow(element: RefObject<HTMLElement | null>, widthPx: number): boolean {
  const [narrow, setNarrow] = useState(false)
  useEffect(() => {
    const node = element.current
    if (!node) return
    const observer = new ResizeObserver(() => setNarrow(node.clientWidth < widthPx))
    observer.observe(node)
    return () => observer.disconnect()
  }, [element, widthPx])
  return narrow
}
