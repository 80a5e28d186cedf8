import { useMemo } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'
import { useFigures } from '../use-figures.ts'
import type { ColumnWords } from './common-columns.tsx'

/** What columns are written with, in the provider's words and locale. */
export function useColumnWords(): ColumnWords {
  const copy = useDashboardsCopy()
  const figures = useFigures()
  const format = useFormat()
  return useMemo(() => ({ copy, figures, format }), [copy, figures, format])
}
