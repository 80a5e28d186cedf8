import { TriangleAlert } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Button, classNames } from '../../../ui/index.ts'
import { useFreshnessCopy } from '../use-freshness-copy.ts'

/** Props of {@link ValidationWarnings}. */
export interface ValidationWarningsProps extends Omit<ComponentProps<'details'>, 'children'> {
  /** What is odd about the data, in sentences. None of them: nothing is drawn. */
  warnings: readonly string[]
}

const SHOWN = 10

/** What is odd about data that is shown all the same, folded behind its count. */
export function ValidationWarnings({ warnings, className, ...rest }: ValidationWarningsProps) {
  const copy = useFreshnessCopy()
  const format = useFormat()
  const [all, setAll] = useState(false)
  if (warnings.length === 0) return null
  const shown = all ? warnings : warnings.slice(0, SHOWN)
  return (
    <details {...rest} className={classNames('hub-details hub-warnings', className)} data-tone="warning">
      <summary>
        <TriangleAlert className="hub-icon" aria-hidden />
        {copy.warningCount(warnings.length, format.number(warnings.length))}
      </summary>
      <ul>
        {shown.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
      {all || warnings.length <= SHOWN ? null : (
        <Button variant="ghost" onClick={() => setAll(true)}>
          {copy.showAllWarnings(format.number(warnings.length))}
        </Button>
      )}
    </details>
  )
}
