import { sampleModel, sampleRecords } from '@headwater/core/testing'
import { encodeText } from '../reader/text-encoder.ts'

export const wizardModel = sampleModel()

/** Three customers who are there already. */
export const wizardRecords = sampleRecords(wizardModel, 3)

/** A report as an accounting program in Germany writes it: Windows-1252, semicolons, lines before the header, decimal commas, keys twice. */
export function messyFile(rows = 24): File {
  const [known] = wizardRecords
  const email = typeof known?.data['email'] === 'string' ? known.data['email'] : ''
  const plans = ['Kostenlos', 'Team', 'Business']
  const lines = Array.from({ length: rows }, (_, index) => {
    const address = index === 0 ? email : index === 5 ? 'kunde4@example.com' : `kunde${index}@example.com`
    const wrong = index === 7 ? 'kunde7(at)example.com' : index === 11 ? '' : address
    const spent = index === 9 ? 'zwölf' : `${(index * 1234) % 9000},50`
    return `Jürgen Müßig ${index};${wrong};${plans[index % 3]};${spent};${String(1 + (index % 28)).padStart(2, '0')}.02.2026;intern`
  })
  const text = [
    'Kundenliste der Beispiel GmbH',
    'Stand: 21.03.2026',
    '',
    'Name;E-Mail;Plan;Umsatz;Kunde seit;Notiz',
    ...lines,
    '',
  ].join('\r\n')
  return new File([encodeText(text, 'windows-1252')], 'Kundenliste März.csv', { type: 'text/csv' })
}

/** Nothing to ask about. */
export function cleanFile(rows = 12): File {
  const lines = Array.from(
    { length: rows },
    (_, index) => `Person ${index},person${index}@example.com,Team,${index * 10},2026-01-15`,
  )
  return new File([['Name,Email,Plan,Spent,Customer since', ...lines, ''].join('\n')], 'customers.csv', {
    type: 'text/csv',
  })
}

/** Records behind a path, and a date that could be read in two ways. */
export function wrappedJson(): File {
  const items = Array.from({ length: 12 }, (_, index) => ({
    name: `Person ${index}`,
    email: `person${index}@example.com`,
    since: `0${1 + (index % 9)}/0${1 + (index % 8)}/2026`,
  }))
  return new File([JSON.stringify({ meta: { count: 12 }, data: { customers: items } })], 'customers.json')
}

/** Drops files as a mouse does. */
export function dropOn(root: Element, ...files: File[]): void {
  const dataTransfer = new DataTransfer()
  for (const file of files) dataTransfer.items.add(file)
  const area = root.querySelector('.hub-drop')
  for (const type of ['dragenter', 'dragover', 'drop'])
    area?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
}
