import { Check } from 'lucide-react'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { flowSteps, type FlowStep } from './flow-state.ts'

/** Names every step, says which is now, and leads back to those that are done. */
export function FlowSteps({ current, onGo }: { current: FlowStep; onGo(step: FlowStep): void }) {
  const copy = useCampaignsCopy()
  const at = flowSteps.indexOf(current)
  return (
    <ol className="hub-steps" aria-label={copy.stepsLabel}>
      {flowSteps.map((step, index) => {
        const done = index < at
        const content = (
          <>
            <span className="hub-step-mark" aria-hidden>
              {done ? <Check className="hub-icon" /> : index + 1}
            </span>
            {copy.stepNames[step]}
            {done ? <span className="hub-visually-hidden">, {copy.stepDone}</span> : null}
          </>
        )
        return (
          <li
            key={step}
            className="hub-step"
            data-state={done ? 'done' : index === at ? 'current' : 'ahead'}
            aria-current={index === at ? 'step' : undefined}
          >
            {done ? (
              <button type="button" className="hub-step-link" onClick={() => onGo(step)}>
                {content}
              </button>
            ) : (
              content
            )}
          </li>
        )
      })}
    </ol>
  )
}
