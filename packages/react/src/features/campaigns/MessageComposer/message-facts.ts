import type { DataModel } from '@headwater/core'
import { MAX_MESSAGE_CHARS } from '@headwater/core/campaigns'
import { parseMessage } from '@headwater/core/messaging'

/** What a message's text says about itself before it meets a record. */
export interface MessageFacts {
  isEmpty: boolean
  isTooLong: boolean
  /** Merge fields that the model doesn't have. */
  unknown: string[]
  /** Merge fields whose value may be blank, without a fallback. */
  withoutFallback: string[]
}

/** Looks at a message's merge fields and length. */
export function factsOf(message: string, model: DataModel): MessageFacts {
  const unknown = new Set<string>()
  const withoutFallback = new Set<string>()
  for (const part of parseMessage(message)) {
    if (part.kind === 'text') continue
    const field = model.fields.find(({ name }) => name === part.field)
    if (!field) unknown.add(part.field)
    else if (part.fallback === null && field.required !== true) withoutFallback.add(part.field)
  }
  return {
    isEmpty: message.trim() === '',
    isTooLong: message.length > MAX_MESSAGE_CHARS,
    unknown: [...unknown],
    withoutFallback: [...withoutFallback],
  }
}

/** Typographic characters that word processors make, and what standard text has for each. */
const plainForms: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00A0': ' ',
  '\u202F': ' ',
  '\u200B': '',
  '•': '-',
}

/** Whether each of these characters has a form in standard text. */
export function hasPlainForm(characters: readonly string[]): boolean {
  return characters.length > 0 && characters.every((character) => Object.hasOwn(plainForms, character))
}

/** Writes typographic quotes, dashes and spaces as standard text has them. */
export function toPlainForm(message: string): string {
  return message.replaceAll(/./gsu, (character) => plainForms[character] ?? character)
}
