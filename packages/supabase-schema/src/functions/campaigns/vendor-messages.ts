/** What codes mean, in sentences, where the vendor's own is missing. Sources: Twilio's and WhatsApp's lists of errors. */
const messages: Readonly<Record<string, string>> = {
  '21211': 'The number is not valid.',
  '21610': 'The recipient opted out.',
  '21614': 'The number is not a mobile.',
  '21635': 'The number is a landline.',
  '30001': 'The vendor’s queue was full.',
  '30003': 'The phone could not be reached.',
  '30004': 'The message was blocked.',
  '30005': 'Nobody has this number any more.',
  '30006': 'A landline, or a network that can’t be reached.',
  '30007': 'A carrier filtered the message.',
  '30008': 'The vendor doesn’t know why.',
  '30034': 'The sender is not registered with the carriers.',
  '63017': 'The account sent more than it may in a second.',
  '131026': 'The message could not be delivered.',
  '131047': 'Over 24 hours since the recipient wrote: only a template may be sent.',
  '131048': 'WhatsApp limits this number because of spam reports.',
  '131049': 'WhatsApp limits how many marketing messages the recipient gets.',
  '131050': 'The recipient opted out of marketing messages.',
  '132000': 'The template takes another number of parameters.',
  '132001': 'There is no such template in this language.',
  CANCELLED: 'The campaign was cancelled first.',
  EXPIRED: 'It waited too long.',
  IN_DOUBT: 'The vendor could not say whether it took the message; it was not sent again.',
  INVALID_NUMBER: 'No network has such a number.',
  LANDLINE: 'A landline takes no SMS.',
  MISSING_VALUE: 'A merge field has no value.',
  EMPTY_MESSAGE: 'Nothing was left of the message.',
  TOO_LONG: 'The filled message is too long.',
}

/** A sentence for a code. */
export function messageOf(code: string, ownMessage: string | null): string {
  return messages[code] ?? ownMessage ?? 'The vendor refused it.'
}
