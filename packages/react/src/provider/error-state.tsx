import { isHubApiError, isHubNetworkError, isHubTimeoutError, isHubValidationError } from '@headwater/core'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button, Callout, type CalloutProps } from '../ui/index.ts'
import type { CommonCopy } from './common-copy.ts'
import { useCommonCopy } from './hub-context.ts'
import { useFormat } from './use-format.ts'

function titleOf(error: unknown, copy: CommonCopy, otherwise = copy.errorTitle): string {
  if (isHubNetworkError(error)) return copy.networkTitle
  if (isHubTimeoutError(error)) return copy.timeoutTitle
  if (isHubValidationError(error)) return copy.contractTitle
  if (!isHubApiError(error)) return otherwise
  if (error.status === 401) return copy.signedOutTitle
  if (error.status === 403) return copy.forbiddenTitle
  return error.status === 404 ? copy.notFoundTitle : otherwise
}

function RequestId({ id }: { id: string }) {
  const copy = useCommonCopy()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  return (
    <p className="hub-row hub-request hub-hint">
      {copy.requestId}{' '}
      <code className="hub-truncate" title={id}>
        {id}
      </code>
      <Button
        variant="ghost"
        aria-label={copied ? copy.copied : copy.copyRequestId}
        icon={<Icon className="hub-icon" aria-hidden />}
        data-icon-only=""
        onClick={() => {
          void navigator.clipboard.writeText(id).then(() => setCopied(true))
        }}
      />
    </p>
  )
}

/** Props of {@link ErrorState}. */
export interface ErrorStateProps extends Omit<CalloutProps, 'title' | 'tone'> {
  error: unknown
  /** Offers another try. */
  onRetry?: (() => void) | undefined
}

/** Says what happened, what to do next, and which request it was. */
export function ErrorState({ error, onRetry, children, ...rest }: ErrorStateProps) {
  const copy = useCommonCopy()
  const message = error instanceof Error && 'code' in error ? error.message : copy.unknownError
  return (
    <Callout
      {...rest}
      tone="danger"
      title={titleOf(error, copy)}
      actions={onRetry ? <Button onClick={onRetry}>{copy.retry}</Button> : rest.actions}
    >
      <p>{message}</p>
      {children}
      {isHubApiError(error) && error.requestId !== null ? <RequestId id={error.requestId} /> : null}
    </Callout>
  )
}

/** Props of {@link StaleNotice}. */
export interface StaleNoticeProps extends Omit<CalloutProps, 'title' | 'tone' | 'actions' | 'children'> {
  error: unknown
  /** When what is shown was fetched, ISO 8601. */
  fetchedAt: string
  onRetry(): void
}

/** Says that a refresh failed and how old the shown data is. */
export function StaleNotice({ error, fetchedAt, onRetry, ...rest }: StaleNoticeProps) {
  const copy = useCommonCopy()
  const format = useFormat()
  return (
    <Callout
      {...rest}
      tone="warning"
      title={titleOf(error, copy, copy.staleTitle)}
      actions={<Button onClick={onRetry}>{copy.retry}</Button>}
    >
      <p>{copy.stale(format.age(fetchedAt))}</p>
    </Callout>
  )
}
