import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useFormat } from '../../provider/index.ts'
import { IconButton } from '../../ui/index.ts'
import { useCampaignsCopy } from './use-campaigns-copy.ts'

/** Props of {@link Pager}. */
export interface PagerProps {
  offset: number
  size: number
  total: number
  onOffset(offset: number): void
}

/** Which rows of how many are shown, and the way to the others. Nothing where all fit. */
export function Pager({ offset, size, total, onOffset }: PagerProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  if (total <= size && offset === 0) return null
  const last = Math.min(total, offset + size)
  return (
    <div className="hub-row hub-pager">
      <span className="hub-muted" role="status">
        {copy.pageOf(format.number(Math.min(total, offset + 1)), format.number(last), format.number(total))}
      </span>
      <IconButton
        label={copy.previous}
        icon={<ChevronLeft className="hub-icon" aria-hidden />}
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - size))}
      />
      <IconButton
        label={copy.next}
        icon={<ChevronRight className="hub-icon" aria-hidden />}
        disabled={last >= total}
        onClick={() => onOffset(offset + size)}
      />
    </div>
  )
}
