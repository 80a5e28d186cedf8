import { useEffect } from 'react'
import { Skeleton } from '../../../ui/index.ts'
import { barsChart } from '../charts/bars-chart-loader.ts'

/** Rows of a table that is on its way, as high as its own. */
function RowSkeletons() {
  return (
    <div className="hub-panel hub-table-skeleton" aria-hidden>
      {Array.from({ length: 10 }, (_, index) => (
        <div key={index}>
          <Skeleton width={`${64 - (index % 3) * 12}%`} />
        </div>
      ))}
    </div>
  )
}

/** The place of a table with its toolbar. */
export function TableSkeleton() {
  return (
    <div className="hub-figure-table" aria-busy>
      <div className="hub-row hub-table-bar">
        <Skeleton width="56px" />
      </div>
      <RowSkeletons />
    </div>
  )
}

/** The place of a chart, which is fetched while its figures are on their way. */
export function ChartSkeleton() {
  useEffect(() => void barsChart.load().catch(() => undefined), [])
  return (
    <div className="hub-chart hub-panel hub-chart-skeleton" aria-hidden>
      {[92, 84, 71, 63, 52, 46, 38, 27, 19].map((share) => (
        <Skeleton key={share} width={`${share}%`} />
      ))}
    </div>
  )
}
