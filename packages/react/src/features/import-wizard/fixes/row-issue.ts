import type { Json, RowErrorCode } from '@headwater/core'

/** What is wrong with a cell, or with a row as a whole where `field` is null. */
export interface FixIssue {
  field: string | null
  /** `HOST`: the app around the import says so. */
  code: RowErrorCode | 'HOST'
  /** In words, for reasons that only their finder can explain. */
  message: string
}

/** A row that can't be imported as it is. */
export interface FailingRow {
  /** As a spreadsheet counts: the header is row 1. */
  rowNumber: number
  /** Column name to value, as the file has it. */
  values: Readonly<Record<string, Json>>
  issues: readonly FixIssue[]
}

/** A row with the values that shall stand in the file instead: those of its columns that were changed. */
export interface RowEdit {
  rowNumber: number
  values: Readonly<Record<string, string>>
}

/** A value of the file as a cell shows it. */
export function cellTextOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
