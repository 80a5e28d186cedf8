/**
 * A file that can't be imported as a whole. `code` is one of the contract's `importFailureCodes`; `row` is the row at fault, counted as
 * a spreadsheet does, or null. The message says what is wrong and what to do, for people.
 */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError'
  readonly code: string
  readonly row: number | null

  constructor(code: string, message: string, row: number | null = null) {
    super(message)
    this.code = code
    this.row = row
  }
}

/** Tells whether a caught value is an {@link ImportFileError}, also across bundles. */
export function isImportFileError(error: unknown): error is ImportFileError {
  return error instanceof Error && error.name === 'ImportFileError'
}
