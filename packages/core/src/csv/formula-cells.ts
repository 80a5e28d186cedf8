/** What makes a spreadsheet read a cell as a formula, after apostrophes that disarm it. Source: OWASP, "CSV Injection". */
const formula = /^'*[=+\-@\t\r\0]/

/** Numbers and E.164 phones begin with `-` or `+` and are no formulas; a phone is kept whole by its quotes. */
const harmless = /^(?:\+[1-9]\d{1,14}|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i

const APOSTROPHE = 39

function isFormula(text: string): boolean {
  return formula.test(text) && !harmless.test(text)
}

/** Puts an apostrophe before a text that a spreadsheet would take for a formula, and before one that looks disarmed already. */
export function disarmFormula(text: string): string {
  return isFormula(text) ? `'${text}` : text
}

/** Takes back what {@link disarmFormula} did: a file that was exported comes back as it was, whatever its cells hold. */
export function rearm(cell: string): string {
  if (cell.charCodeAt(0) !== APOSTROPHE) return cell
  const text = cell.slice(1)
  return isFormula(text) ? text : cell
}
