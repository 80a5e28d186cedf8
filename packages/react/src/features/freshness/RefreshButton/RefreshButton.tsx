import type { RefreshProgress } from '@headwater/core/dashboards'
import { RefreshCw } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Button, classNames, ProgressBar } from '../../../ui/index.ts'
import { useFreshnessCopy } from '../use-freshness-copy.ts'

const idle: RefreshProgress = { state: 'idle' }

/** Props of {@link RefreshButton}. */
export interface RefreshButtonProps extends Omit<ComponentProps<'div'>, 'children'> {
  onRefresh(): void
  /** How the refresh goes. @default idle */
  progress?: RefreshProgress | undefined
  /** Stops the refresh; what was read is kept. Without it there is no button for that. */
  onCancel?: (() => void) | undefined
  disabled?: boolean | undefined
}

/** Has data read anew, and says how far that is: "12 of 27 workspaces". */
export function RefreshButton(props: RefreshButtonProps) {
  const { onRefresh, progress = idle, onCancel, disabled = false, className, ...rest } = props
  const copy = useFreshnessCopy()
  const format = useFormat()
  if (progress.state === 'idle')
    return (
      <div {...rest} className={classNames('hub-refresh', className)} data-state="idle">
        <Button
          disabled={disabled}
          icon={<RefreshCw className="hub-icon" aria-hidden />}
          onClick={() => onRefresh()}
        >
          {copy.refresh}
        </Button>
      </div>
    )
  const { done, expected, failed } = progress
  const words = [
    expected > 0 ? copy.progress(format.number(done), format.number(expected)) : copy.refreshing,
    failed.length > 0 ? copy.progressFailed(format.number(failed.length)) : null,
  ].filter((word) => word !== null)
  return (
    <div {...rest} className={classNames('hub-refresh', className)} data-state="refreshing">
      <div className="hub-refresh-progress">
        <span className="hub-hint">{words.join(' · ')}</span>
        <ProgressBar label={copy.refreshing} value={expected > 0 ? done / expected : null} />
      </div>
      {onCancel ? <Button onClick={onCancel}>{copy.cancel}</Button> : null}
    </div>
  )
}
