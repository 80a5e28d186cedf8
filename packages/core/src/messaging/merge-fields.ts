/** A piece of a message: text, or a field whose value is filled in. */
export type MessagePart =
  | { kind: 'text'; text: string }
  | { kind: 'field'; field: string; fallback: string | null }

const mergeField = /\{\{\s*([^{}|]{1,63}?)\s*(?:\|\s*([^{}]{0,200}?)\s*)?\}\}/g

/**
 * Takes a message apart. `{{field}}` is filled with the record's value, `{{field|fallback}}` with the fallback where the value is blank; braces that
 * don't fit stay text.
 */
export function parseMessage(message: string): MessagePart[] {
  const parts: MessagePart[] = []
  let end = 0
  for (const match of message.matchAll(mergeField)) {
    if (match.index > end) parts.push({ kind: 'text', text: message.slice(end, match.index) })
    parts.push({ kind: 'field', field: match[1] ?? '', fallback: match[2] ?? null })
    end = match.index + match[0].length
  }
  if (end < message.length) parts.push({ kind: 'text', text: message.slice(end) })
  return parts
}

/** The names of the fields that a message fills in, each once. */
export function mergeFieldsOf(...messages: readonly string[]): string[] {
  const names = messages
    .flatMap((message) => parseMessage(message))
    .flatMap((part) => (part.kind === 'field' ? [part.field] : []))
  return [...new Set(names)]
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A filled message, and the fields that had neither a value nor a fallback. */
export interface RenderedMessage {
  text: string
  missing: string[]
}

/** Makes the function that fills a message; taking it apart is done once. */
export function compileMessage(
  message: string,
): (values: Readonly<Record<string, unknown>>) => RenderedMessage {
  const parts = parseMessage(message)
  return (values) => {
    const missing: string[] = []
    let text = ''
    for (const part of parts) {
      if (part.kind === 'text') {
        text += part.text
        continue
      }
      const value = Object.hasOwn(values, part.field) ? textOf(values[part.field]) : ''
      if (value === '' && part.fallback === null) missing.push(part.field)
      text += value === '' ? (part.fallback ?? '') : value
    }
    return { text, missing }
  }
}
