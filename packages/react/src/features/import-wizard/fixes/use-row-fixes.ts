import { useEffect, useState } from 'react'
import { createRowFixes, type RowFixes, type RowFixesOptions } from './create-row-fixes.ts'

/** What {@link useRowFixes} takes; keep `rows` the same array between renders. */
export type UseRowFixesOptions = Omit<RowFixesOptions, 'check' | 'isTaken' | 'onMended'>

/** Keeps failing rows for `RowFixer`; null while the engine that checks them is loaded. New rows, fields or mappings begin anew. */
export function useRowFixes(options: UseRowFixesOptions): RowFixes | null {
  const { rows, fields, columns, mapping, plan } = options
  const [fixes, setFixes] = useState<RowFixes | null>(null)
  useEffect(() => {
    let left = false
    setFixes(null)
    void import('./row-check.ts').then(({ compileRowCheck }) => {
      const check = compileRowCheck({ fields, mapping, plan })
      if (!left) setFixes(createRowFixes({ rows, fields, columns, mapping, plan, check }))
    })
    return () => {
      left = true
    }
  }, [rows, fields, columns, mapping, plan])
  return fixes
}
