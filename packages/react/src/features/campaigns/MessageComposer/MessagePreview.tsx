import { compileContent, type MessageContent } from '@headwater/core/messaging'
import { ChevronLeft, ChevronRight, CircleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { IconButton } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'

/** Props of {@link MessagePreview}. */
export interface MessagePreviewProps {
  content: MessageContent
  /** Undefined while they load. */
  records: readonly { id: string; data: Readonly<Record<string, unknown>> }[] | undefined
  /** The field that names a record. */
  nameField: string | undefined
}

/** The message as one of the audience gets it. */
export function MessagePreview({ content, records, nameField }: MessagePreviewProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const [at, setAt] = useState(0)
  const { message, senderName, optOutLine } = content
  const render = useMemo(
    () => compileContent({ message, senderName, optOutLine }),
    [message, senderName, optOutLine],
  )
  const count = records?.length ?? 0
  const record = records?.[Math.min(at, count - 1)]
  const rendered = record ? render(record.data) : null
  const name = record && nameField !== undefined ? record.data[nameField] : undefined
  return (
    <section className="hub-message-preview" aria-label={copy.previewTitle}>
      <div className="hub-row hub-spread">
        <h4 className="hub-label">{copy.previewTitle}</h4>
        {count > 1 ? (
          <div className="hub-row">
            <span className="hub-hint">
              {copy.previewCount(format.number(Math.min(at, count - 1) + 1), format.number(count))}
            </span>
            <IconButton
              variant="ghost"
              label={copy.previewPrevious}
              icon={<ChevronLeft className="hub-icon" aria-hidden />}
              onClick={() => setAt((at - 1 + count) % count)}
            />
            <IconButton
              variant="ghost"
              label={copy.previewNext}
              icon={<ChevronRight className="hub-icon" aria-hidden />}
              onClick={() => setAt((at + 1) % count)}
            />
          </div>
        ) : null}
      </div>
      <div className="hub-bubble" data-state={rendered?.missing.length ? 'missing' : 'ready'}>
        {rendered && rendered.text !== '' ? rendered.text : copy.dash}
      </div>
      <p className="hub-hint">
        {records?.length === 0 ? copy.previewNobody : typeof name === 'string' ? copy.previewOf(name) : null}
      </p>
      {rendered && rendered.missing.length > 0 ? (
        <p className="hub-field-error">
          <CircleAlert className="hub-icon" aria-hidden />
          {copy.previewMissing(rendered.missing.join(', '))}
        </p>
      ) : null}
    </section>
  )
}
