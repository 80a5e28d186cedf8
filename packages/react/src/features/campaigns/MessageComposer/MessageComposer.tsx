import type { DataModel } from '@headwater/core'
import { MAX_MESSAGE_CHARS, type AudienceGroup, type MessageChannel } from '@headwater/core/campaigns'
import { compileContent, smsSegments, wholeMessage } from '@headwater/core/messaging'
import { useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState, type ComponentProps } from 'react'
import { useFormat, useHub } from '../../../provider/index.ts'
import { Button, Callout, classNames, TextAreaField, TextField } from '../../../ui/index.ts'
import { withoutIds } from '../AudienceBuilder/audience-edit.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { InsertField } from './InsertField.tsx'
import { factsOf, hasPlainForm, toPlainForm } from './message-facts.ts'
import { MessagePreview } from './MessagePreview.tsx'
import { SegmentMeter } from './SegmentMeter.tsx'

/** What is written: the text with its merge fields, and what stands around it. */
export interface ComposedMessage {
  message: string
  /** Begins the message. */
  senderName?: string | undefined
  /** Stands last. */
  optOutLine?: string | undefined
}

/** What {@link MessageComposer} tells. */
export interface MessageChange extends ComposedMessage {
  /** Whether it can be sent: not empty, not too long, and with fields that the model has. */
  isValid: boolean
}

/** Props of {@link MessageComposer}. */
export interface MessageComposerProps extends Omit<ComponentProps<'section'>, 'children' | 'defaultValue'> {
  /** Whose fields can be merged. */
  model: DataModel
  /** The message. Without it the composer keeps it itself. */
  value?: ComposedMessage | undefined
  defaultValue?: ComposedMessage | undefined
  onMessageChange?: ((change: MessageChange) => void) | undefined
  /** Whose records the preview shows. @default everyone in the model */
  criteria?: AudienceGroup | undefined
  /** SMS are counted in segments. @default 'sms' */
  channel?: MessageChannel | undefined
  /** What a segment costs, in millionths of the currency's unit. @default none is shown */
  priceMicros?: number | undefined
  /** @default 'USD' */
  currency?: string | undefined
  /** Says what is missing before anything is written. @default false */
  showMissing?: boolean | undefined
}

const PREVIEWED = 5

/**
 * Writes a message: merge fields with fallbacks, segments and cost as they are billed, the characters that make it dearer, and the text as real
 * records get it.
 *
 * @example
 * <MessageComposer model={model} criteria={criteria} priceMicros={7900} onMessageChange={({ message }) => setMessage(message)} />
 */
export function MessageComposer(props: MessageComposerProps) {
  const {
    model,
    value,
    defaultValue,
    onMessageChange,
    criteria,
    channel = 'sms',
    priceMicros,
    currency = 'USD',
    showMissing = false,
    className,
    ...rest
  } = props
  const copy = useCampaignsCopy()
  const format = useFormat()
  const { queryClient } = useHub()
  const { audiences } = useCampaignsClient()
  const [own, setOwn] = useState<ComposedMessage>(value ?? defaultValue ?? { message: '' })
  const composed = value ?? own
  const { message, senderName = '', optOutLine = '' } = composed
  const facts = factsOf(message, model)
  const box = useRef<HTMLDivElement>(null)
  const caret = useRef<number | null>(null)
  /** Where a person last was in the text; a text that nobody has been in is added to at its end. */
  const selection = useRef<readonly [number, number] | null>(null)
  const sample = useQuery(
    audiences.queries.recipients({
      data_model_id: model.id,
      criteria: withoutIds(criteria ?? { combinator: 'and', rules: [] }),
      pick: 'sample',
      limit: PREVIEWED,
    }),
    queryClient,
  ).data?.data
  const content = { message, senderName, optOutLine }
  const rendered = (sample?.recipients ?? []).map(({ data }) =>
    smsSegments(compileContent(content)(data).text),
  )
  const written = smsSegments(message.trim() === '' ? '' : wholeMessage(content))

  useLayoutEffect(() => {
    const area = box.current?.querySelector('textarea')
    if (caret.current === null || !area) return
    area.focus()
    area.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [message])

  function change(part: Partial<ComposedMessage>): void {
    const next = { ...composed, ...part }
    const nextFacts = factsOf(next.message, model)
    setOwn(next)
    onMessageChange?.({
      ...next,
      isValid: !nextFacts.isEmpty && !nextFacts.isTooLong && nextFacts.unknown.length === 0,
    })
  }

  function insert(text: string): void {
    const [from, to] = selection.current ?? [message.length, message.length]
    caret.current = from + text.length
    selection.current = [caret.current, caret.current]
    change({ message: message.slice(0, from) + text + message.slice(to) })
  }

  const error = facts.isTooLong
    ? copy.messageTooLong(format.number(message.length), format.number(MAX_MESSAGE_CHARS))
    : facts.unknown.length > 0
      ? copy.messageUnknown(facts.unknown.join(', '))
      : facts.isEmpty && showMissing
        ? copy.messageEmpty
        : null
  return (
    <section {...rest} className={classNames('hub-campaigns hub-composer', className)}>
      <div className="hub-stack">
        <TextField
          label={copy.senderName}
          hint={copy.senderNameHint}
          maxLength={60}
          value={senderName}
          onChange={({ target }) => change({ senderName: target.value })}
        />
        <div ref={box} className="hub-composer-text">
          <TextAreaField
            label={copy.messageLabel}
            placeholder={copy.messagePlaceholder}
            error={error}
            rows={6}
            value={message}
            onSelect={({ currentTarget: area }) => {
              selection.current = [area.selectionStart, area.selectionEnd]
            }}
            onChange={({ target }) => change({ message: target.value })}
          />
          <div className="hub-row hub-spread">
            <InsertField fields={model.fields} onInsert={insert} />
            {channel === 'sms' ? (
              <SegmentMeter
                written={written}
                rendered={rendered}
                priceMicros={priceMicros}
                currency={currency}
                recipients={sample?.total}
              />
            ) : null}
          </div>
        </div>
        {channel === 'sms' && written.forcing.length > 0 ? (
          <Callout
            tone="warning"
            title={copy.encodingName(written.encoding)}
            actions={
              hasPlainForm(written.forcing) ? (
                <Button
                  onClick={() =>
                    change({
                      message: toPlainForm(message),
                      senderName: toPlainForm(senderName),
                      optOutLine: toPlainForm(optOutLine),
                    })
                  }
                >
                  {copy.makeStandard}
                </Button>
              ) : undefined
            }
          >
            <p>{copy.forcing(written.forcing.join(' '))}</p>
          </Callout>
        ) : null}
        {facts.withoutFallback.length > 0 ? (
          <Callout tone="info">
            <p>{copy.messageNoFallback(facts.withoutFallback.join(', '))}</p>
          </Callout>
        ) : null}
        <TextField
          label={copy.optOutLine}
          hint={optOutLine.trim() === '' && message.trim() !== '' ? copy.optOutMissing : copy.optOutLineHint}
          maxLength={160}
          value={optOutLine}
          onChange={({ target }) => change({ optOutLine: target.value })}
        />
      </div>
      <MessagePreview content={content} records={sample?.recipients} nameField={nameFieldOf(model)} />
    </section>
  )
}

/** The field that names a record: the first of text. */
function nameFieldOf({ fields }: DataModel): string | undefined {
  return fields.find(({ type }) => type === 'text')?.name
}
