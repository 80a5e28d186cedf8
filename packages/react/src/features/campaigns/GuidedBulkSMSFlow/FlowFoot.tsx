import type { ReactNode } from 'react'
import { Button } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Below each step: the way back, and the way on. */
export function FlowFoot({ onBack, children }: { onBack?: (() => void) | undefined; children?: ReactNode }) {
  const copy = useCampaignsCopy()
  return (
    <div className="hub-row hub-spread hub-flow-foot">
      {onBack ? <Button onClick={onBack}>{copy.back}</Button> : <span />}
      <div className="hub-row hub-flow-send">{children}</div>
    </div>
  )
}
