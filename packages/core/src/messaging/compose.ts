import { compileMessage, type RenderedMessage } from './merge-fields.ts'

/** What a message is made of. */
export interface MessageContent {
  message: string
  /** Stands before the message, with a colon. */
  senderName?: string | undefined
  /** Stands below the message on a line of its own. */
  optOutLine?: string | undefined
}

/** The whole message with its merge fields: sender, text, opt-out line. */
export function wholeMessage({ message, senderName = '', optOutLine = '' }: MessageContent): string {
  const opening = senderName.trim() === '' ? '' : `${senderName.trim()}: `
  const closing = optOutLine.trim() === '' ? '' : `\n${optOutLine.trim()}`
  return `${opening}${message.trim()}${closing}`
}

/** Makes the function that fills a message for one recipient. An empty message stays empty: an opt-out line alone is none. */
export function compileContent(
  content: MessageContent,
): (values: Readonly<Record<string, unknown>>) => RenderedMessage {
  const render = compileMessage(wholeMessage(content))
  const body = compileMessage(content.message)
  return (values) =>
    body(values).text.trim() === '' ? { text: '', missing: body(values).missing } : render(values)
}
