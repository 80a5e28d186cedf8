/** Words of messages. */
export const messageCopy = {
  messageLabel: 'Message',
  messagePlaceholder: 'Hi {{name|there}}, …',
  insertField: 'Insert field',
  fallbackTitle: (field: string) => `Insert ${field}`,
  fallbackLabel: 'Where it is empty, write',
  fallbackHint: 'Without it, records with an empty value get no message.',
  insert: 'Insert',
  messageTooLong: (count: string, limit: string) =>
    `${count} characters are too many. A message has at most ${limit}.`,
  messageEmpty: 'Write a message.',
  messageUnknown: (names: string) =>
    `The model has no field ${names}. Records get no message while it stands there.`,
  messageNoFallback: (names: string) =>
    `Records without ${names} get no message. Add a fallback, as in {{name|there}}.`,
  characters: (count: string) => `${count} characters`,
  segmentCount: (count: number, shown: string) => (count === 1 ? '1 segment' : `${shown} segments`),
  segmentsRange: (least: string, most: string) => `${least}–${most} segments`,
  charactersLeft: (count: string) => `${count} left in the last segment`,
  encodingName: (encoding: string): string =>
    encoding === 'GSM-7' ? 'Standard text (GSM-7)' : 'Unicode text (UCS-2)',
  forcing: (characters: string) =>
    `${characters} can’t be written in standard text, so each segment holds 67 to 70 characters instead of 153 to 160.`,
  makeStandard: 'Write it in standard text',
  costEach: (cost: string) => `${cost} a message`,
  costAll: (cost: string, recipients: string) => `about ${cost} for ${recipients}`,
  senderName: 'Begin with',
  senderNameHint: 'Who writes, such as your company.',
  optOutLine: 'Opt-out line',
  optOutLineHint: 'Stands last. Leave it empty only where no law asks for it.',
  optOutMissing: 'Without an opt-out line people have no way out, and carriers may block the campaign.',
  previewTitle: 'As it arrives',
  previewOf: (name: string) => `For ${name}`,
  previewCount: (at: string, of: string) => `${at} of ${of}`,
  previewPrevious: 'Previous record',
  previewNext: 'Next record',
  previewMissing: (fields: string) => `Nothing is sent: no value for ${fields}.`,
  previewNobody: 'The audience has nobody to show.',
}
