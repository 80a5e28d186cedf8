import { Check } from 'lucide-react'
import { useImportsCopy } from '../use-imports-copy.ts'
import type { StepName } from './flow.ts'

/** Names every step, and says which is now. */
export function Steps({ steps, current }: { steps: readonly StepName[]; current: StepName }) {
  const copy = useImportsCopy()
  const at = steps.indexOf(current)
  return (
    <ol className="hub-steps" aria-label={copy.stepsLabel}>
      {steps.map((step, index) => (
        <li
          key={step}
          className="hub-step"
          data-state={index < at ? 'done' : index === at ? 'current' : 'ahead'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className="hub-step-mark" aria-hidden>
            {index < at ? <Check className="hub-icon" /> : index + 1}
          </span>
          {copy.stepNames[step]}
          {index < at ? <span className="hub-visually-hidden">, {copy.stepDone}</span> : null}
        </li>
      ))}
    </ol>
  )
}
