import { Check } from 'lucide-react'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import type { WizardStepName } from '../ImportWizard/wizard-state.ts'

/** Props of {@link WizardSteps}. */
export interface WizardStepsProps {
  steps: readonly WizardStepName[]
  current: WizardStepName
  /** Steps that can be gone back to; the others are text. */
  onGo?: ((step: WizardStepName) => void) | undefined
}

/** Names every step, says which is now, and leads back to those that are done. */
export function WizardSteps({ steps, current, onGo }: WizardStepsProps) {
  const copy = useImportWizardCopy()
  const at = steps.indexOf(current)
  return (
    <ol className="hub-steps" aria-label={copy.stepsLabel}>
      {steps.map((step, index) => {
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
            {done && onGo ? (
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
