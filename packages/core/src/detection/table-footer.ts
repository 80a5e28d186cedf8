import { filledCells } from './row-shapes.ts'
import { columnKinds, rowFit } from './row-shapes.ts'

/** The most rows at the end that are looked at. */
const MAX_FOOTERS = 12

const total =
  /^(?:(?:grand|sub|overall)[\s-]?)?totals?\b|^sum(?:me|ma|a)?\b|^zwischensumme|^gesamt|^summe|^(?:end|schluss|ab)?saldo|^total(?:e|en|er|es|général)?\b|^totaal|^totalt|^solde\b|^(?:closing|ending|end) balance|^celkem|^razem|^somme\b|^average\b|^mean\b|^durchschnitt|^moyenne|^media\b|^promedio/iu
const wholeTotal =
  /^(?:(?:grand|sub|overall)[\s-]?)?(?:totals?|totale|totaal|totalt|totales|gesamt(?:summe|betrag)?|summe|somme|suma|soma|sum|total général)\s*:?$/iu
const namedTotal = /^(?:(?:grand|sub)[\s-]?)?(?:totals?|totale|totaal|gesamt|summe|somme|suma|soma)\s*:/iu
const balance =
  /^(?:opening|beginning|starting|closing|ending) balance\b|^(?:anfangs|end|schluss|abschluss)saldo|^solde (?:initial|final|au)\b|^saldo (?:inicial|final|iniziale|finale|anterior)\b/iu
/** What old DOS programs end a file with. */
const endOfFile = '\u001a'
const note =
  /^(?:\(?\d+ (?:rows?|records?|lines?|entries|results?|zeilen|lignes|filas|righe)\b.*|[-=_*#.\s]{3,}|(?:end|ende|fin|fine) (?:of|des|du|del|de)\b.*|-+ ?(?:end|eof).*|eof|generated\b.*|exported\b.*|printed\b.*|created (?:by|on)\b.*|copyright\b.*|©.*|confidential\b.*|page \d+.*|seite \d+.*|source\s?:.*|quelle\s?:.*|notes?\s?:.*|as of\b.*|stand\s?:.*|erstellt\b.*|généré\b.*|report (?:generated|created|run)\b.*|#.*)$/iu

/** What the rows of a table's end are judged by. */
export interface TableEnd {
  /** The body's rows, footers included, blank ones too. */
  rows: readonly (readonly string[])[]
  width: number
  /** How many filled cells a row usually has. */
  usual: number
  kinds: readonly number[]
}

function isFooter(cells: readonly string[], afterBlank: boolean, { width, usual, kinds }: TableEnd): boolean {
  const filled = filledCells(cells)
  const first = (cells.find((cell) => cell.trim() !== '') ?? '').trim()
  if (width === 1)
    return first === endOfFile || wholeTotal.test(first) || (note.test(first) && !/^#\S/.test(first))
  if (first === endOfFile || wholeTotal.test(first) || namedTotal.test(first)) return true
  if (filled < usual && balance.test(first)) return true
  if (filled < usual && total.test(first)) return true
  // Words where every row above has a date or a number, and little beside them.
  const begins = rowFit(cells.slice(0, 1), kinds.slice(0, 1), [])
  if (begins.conflicts === 1 && filled <= usual / 2 && filled < 4 && width >= 3 && afterBlank) return true
  if (filled > Math.max(1, Math.min(2, usual - 2))) return false
  if (note.test(first)) return true
  const { matches } = rowFit(cells, kinds, [])
  if (filled === 1 && matches === 0 && width >= 2 && cells.length < width) {
    return afterBlank || (width >= 3 && /\s\S+\s/.test(first) && (kinds[0] !== 0 || first.length > 40))
  }
  return afterBlank && matches === 0 && filled === 1
}

/** How many filled rows at a table's end are totals and notes. */
export function countFooters(end: TableEnd): number {
  let footers = 0
  let index = end.rows.length - 1
  while (index > 0 && footers < MAX_FOOTERS) {
    const cells = end.rows[index] ?? []
    if (filledCells(cells) > 0) {
      let above = index - 1
      while (above >= 0 && filledCells(end.rows[above] ?? []) === 0) above--
      if (above < 0 || !isFooter(cells, isBlockOfNotes(end, index), end)) break
      footers++
    }
    index--
  }
  return footers
}

/** Tells whether a row stands in a block under a blank row, whose rows are all narrow. */
function isBlockOfNotes({ rows, width }: TableEnd, index: number): boolean {
  for (let at = index - 1; at >= 0; at--) {
    const cells = rows[at] ?? []
    const filled = filledCells(cells)
    if (filled === 0) return true
    if (filled > 1 && cells.length >= Math.min(width, 2)) return false
  }
  return false
}

/** The kinds of a body's columns, told from its rows without the last ones. */
export function bodyKinds(rows: readonly (readonly string[])[], width: number): number[] {
  const whole = rows.filter((cells) => filledCells(cells) > Math.min(1, width - 1))
  return columnKinds(whole, width)
}
