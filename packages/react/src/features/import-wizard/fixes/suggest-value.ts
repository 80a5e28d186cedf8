import type { ModelField } from '@headwater/core'

function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const swap = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}

function emails(text: string): string[] {
  const plain = text
    .replace(/^mailto:/i, '')
    .replace(/^.*<([^<>]+)>.*$/, '$1')
    .replaceAll(/\s*[([{<]\s*(?:at|ät|arroba)\s*[)\]}>]\s*/gi, '@')
    .replaceAll(/\s*[([{<]\s*(?:dot|punkt|punto)\s*[)\]}>]\s*/gi, '.')
    .replaceAll(/\s+/g, '')
    .replace(/@{2,}/, '@')
  const tidy = plain
    .replaceAll(/,/g, '.')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^[.;:'"]+|[.;:'"]+$/g, '')
  return [plain, tidy, tidy.replace(/@\./, '@')]
}

function numbers(text: string): string[] {
  const bare = text.replaceAll(/[^\d.,()+-]/g, '').replace(/^\((.*)\)$/, '-$1')
  const lastDot = bare.lastIndexOf('.')
  const lastComma = bare.lastIndexOf(',')
  // `1.234` and `1,234` mean different numbers in different countries: nothing is guessed there.
  if (lastDot >= 0 && lastComma >= 0) {
    return lastComma > lastDot ? [bare.replaceAll('.', '').replace(',', '.')] : [bare.replaceAll(',', '')]
  }
  if (lastComma >= 0 && /,\d{1,2}$/.test(bare) && bare.indexOf(',') === lastComma)
    return [bare.replace(',', '.')]
  return /[.,]\d{3}$/.test(bare) ? [] : [bare]
}

const two = (part: string) => part.padStart(2, '0')

function dates(text: string): string[] {
  const ymd = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(text)
  if (ymd) return [`${ymd[1]}-${two(ymd[2] ?? '')}-${two(ymd[3] ?? '')}`]
  const other = /^(\d{1,2})\D+(\d{1,2})\D+(\d{4})\D*$/.exec(text)
  if (!other) return []
  const [, first = '', second = '', year = ''] = other
  if (Number(first) > 12 || first === second) return [`${year}-${two(second)}-${two(first)}`]
  return Number(second) > 12 ? [`${year}-${two(first)}-${two(second)}`] : []
}

function options(text: string, all: readonly string[]): string[] {
  const plain = (value: string) =>
    value
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
  const wanted = plain(text)
  if (wanted === '') return []
  const same = all.filter((option) => plain(option) === wanted)
  if (same.length > 0) return same
  const begun = all.filter((option) => plain(option).startsWith(wanted) || wanted.startsWith(plain(option)))
  if (wanted.length >= 3 && begun.length === 1) return begun
  const near = all
    .map((option) => ({ option, far: distance(wanted, plain(option)) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(wanted.length / 4)))
    .toSorted((left, right) => left.far - right.far)
  return near.length > 0 && near[0]?.far !== near[1]?.far ? [near[0]?.option ?? ''] : []
}

function booleans(text: string): string[] {
  const word = text.trim().toLowerCase()
  if (/^(x|✓|✔|yep|yeah|yess|ye|ok|active|aktiv)$/.test(word)) return ['true']
  return /^(-|–|✗|✘|nope|none|inactive|inaktiv)$/.test(word) ? ['false'] : []
}

function candidates(field: ModelField, text: string): string[] {
  switch (field.type) {
    case 'email':
      return emails(text)
    case 'number':
      return numbers(text)
    case 'date':
      return dates(text)
    case 'select':
      return options(text, field.options ?? [])
    case 'boolean':
      return booleans(text)
    case 'url':
      return [text.replaceAll(/\s+/g, ''), `https://${text.replaceAll(/\s+/g, '').replace(/^\w*:?\/+/, '')}`]
    case 'phone':
      return [
        text.replace(/^\D*00/, '+').replaceAll(/[^\d+]/g, ''),
        text.split(/[/;,]|\bor\b|\boder\b/)[0]?.trim() ?? '',
        text.replaceAll(/[a-z.:]+/gi, '').trim(),
      ]
    case 'text':
      return field.max === undefined ? [] : [text.trim().slice(0, field.max)]
  }
}

/**
 * Proposes what a value that was refused probably means; null where that would be a guess.
 *
 * @param isValid Whether the field takes a text: nothing else is proposed.
 *
 * @example
 * suggestValue({ id: 'e', name: 'email', type: 'email' }, 'ada (at) example.com', isEmail) // 'ada@example.com'
 */
export function suggestValue(
  field: ModelField,
  text: string,
  isValid: (text: string) => boolean,
): string | null {
  if (text.trim() === '') return null
  const found = candidates(field, text).find(
    (candidate) => candidate !== '' && candidate !== text && isValid(candidate),
  )
  return found ?? null
}
