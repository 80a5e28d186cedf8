import { Check } from 'lucide-react'
import { classNames } from './class-names.ts'

/** Props of {@link Steps}. */
export interface StepsProps<Name extends string> {
  /** What a screen reader calls the list. */
  label: string
  steps: readonly Name[]
  current: Name
  names: Readonly<Record<Name, string>>
  /** Said after the name of a step that is done. */
  doneLabel: string
  /** Goes back to a step that is done. @default they are text */
  onGo?: ((step: Name) => void) | undefined
  className?: string | undefined
}

/** Names every step of a flow, says which is now, and leads back to those that are done. */
export function Steps<Name extends string>(props: StepsProps<Name>) {
  const { label, steps, current, names, doneLabel, onGo, className } = props
  const at = steps.indexOf(current)
  return (
    <ol className={classNames('hub-steps', className)} aria-label={label}>
      {steps.map((step, index) => {
        const done = index < at
        const content = (
          <>
            <span className="hub-step-mark" aria-hidden>
              {done ? <Check className="hub-icon" /> : index + 1}
            </span>
            {names[step]}
            {done ? <span className="hub-visually-hidden">, {doneLabel}</span> : null}
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
