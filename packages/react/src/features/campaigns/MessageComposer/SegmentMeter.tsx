import type { SmsSegments } from '@headwater/core/messaging'
import { useFormat } from '../../../provider/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { useMoney } from '../use-money.ts'

/** Props of {@link SegmentMeter}. */
export interface SegmentMeterProps {
  /** The text as it is written, merge fields unfilled. */
  written: SmsSegments
  /** The text as the previewed records get it. */
  rendered: readonly SmsSegments[]
  priceMicros: number | undefined
  currency: string
  recipients: number | undefined
}

/** Characters, segments and cost, as real records make them. */
export function SegmentMeter({ written, rendered, priceMicros, currency, recipients }: SegmentMeterProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const money = useMoney()
  const counts = rendered.map(({ segments }) => segments).filter((count) => count > 0)
  const known = counts.length > 0 ? counts : [written.segments]
  const least = Math.min(...known)
  const most = Math.max(...known)
  const mean = known.reduce((sum, count) => sum + count, 0) / known.length
  const price = priceMicros ?? 0
  return (
    <p className="hub-message-meter" aria-live="polite">
      <span>{copy.characters(format.number(written.characters))}</span>
      <strong>
        {least === most
          ? copy.segmentCount(most, format.number(most))
          : copy.segmentsRange(format.number(least), format.number(most))}
      </strong>
      {written.segments > 0 ? <span>{copy.charactersLeft(format.number(written.unitsLeft))}</span> : null}
      {price > 0 && mean > 0 ? (
        <span>
          {copy.costEach(money(Math.round(price * mean), currency))}
          {recipients
            ? `, ${copy.costAll(money(Math.round(price * mean * recipients), currency), format.number(recipients))}`
            : ''}
        </span>
      ) : null}
    </p>
  )
}
