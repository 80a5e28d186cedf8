import type { DuplicatesInFile, FieldPolicy, ImportMode, SkipReason } from '@headwater/core/contracts'

const modeNames: Record<ImportMode, string> = {
  insert: 'Add every row',
  upsert: 'Update what is there, add the rest',
  update: 'Update only what is there',
  skip_duplicates: 'Add only what is new',
}

const modeHints: Record<ImportMode, string> = {
  insert: 'Each row becomes a new record.',
  upsert: 'A row with the key of a record changes that record. Other rows become new records.',
  update: 'A row with the key of a record changes that record. Other rows are skipped.',
  skip_duplicates: 'A row with the key of a record is skipped. Other rows become new records.',
}

const policyNames: Record<FieldPolicy, string> = {
  overwrite: 'Take the file’s value',
  fill_blank: 'Fill in only where blank',
  never: 'Keep the record’s value',
  newest: 'Take the newer one',
}

const duplicateNames: Record<DuplicatesInFile, string> = {
  last: 'The last one counts',
  first: 'The first one counts',
}

const skipReasons: Record<SkipReason, string> = {
  DUPLICATE_IN_FILE: 'Another row of the file has the key',
  EXISTS: 'A record has the key',
  NO_MATCH: 'No record has the key',
}

/** The words of the steps that check, say what is done to records, import, and show what came of it. */
export const policyCopy = {
  checkingRows: (rows: string) => `${rows} rows checked`,
  checkFailedTitle: 'The check stopped',
  stopChecking: 'Stop',
  checkAgain: 'Check again',
  allRowsValid: (rows: string) => `All ${rows} rows are valid.`,
  someRowsFail: (invalid: string, total: string) =>
    `${invalid} of ${total} rows can’t be imported as they are. Fix them here, or leave them out.`,
  hostChecking: (rows: string) => `The app is checking ${rows} rows`,
  hostFailedTitle: (rows: string) => `The app’s own check didn’t answer for ${rows} rows`,
  hostFailed: 'They passed Headwater’s check, and go on with it alone.',
  hostRetry: 'Ask again',
  toPolicy: 'Continue',
  toPolicyWithout: (rows: string, count: number) =>
    count === 1 ? 'Continue without 1 row' : `Continue without ${rows} rows`,
  policyTitle: 'What happens to existing records',
  modeLabel: 'Rows and records',
  modeNames,
  modeHints,
  keyTitle: 'Same record when these are equal',
  keyHint: 'Letter case doesn’t count for emails and unique fields.',
  keyMissing: 'Choose the field that tells records apart.',
  keyNotFilled: 'No column fills it',
  duplicatesTitle: 'When rows of the file have the same key',
  duplicateNames,
  policiesTitle: 'Field by field',
  policiesSame: 'Every field takes the file’s value',
  policiesSome: (count: string) => `${count} fields have a rule of their own`,
  policyNames,
  policyOf: (field: string) => `Rule for ${field}`,
  blankKeeps: 'A blank cell never changes a record.',
  newestBy: 'Newer is told by',
  newestByUpdated: 'When the record was last changed',
  dryRun: 'Try it without changing anything',
  dryRunAgain: 'Try again',
  dryRunHint: 'Walks the whole import and says what it would do.',
  dryRunStale: 'The settings changed since this try.',
  dryRunTitle: 'What the import would do',
  dryRunning: 'Trying',
  wouldInsert: 'New',
  wouldUpdate: 'Updated',
  wouldKeep: 'Unchanged',
  wouldSkip: 'Skipped',
  wouldConflict: 'Conflicts',
  wouldReject: 'Rejected',
  sampleOf: (name: string) => `Rows: ${name}`,
  sampleRow: 'Row',
  sampleRecord: 'Record',
  sampleReason: 'Why',
  sampleNone: 'No row.',
  changedFrom: (before: string, after: string) => `${before} → ${after}`,
  skipReasons,
  otherRow: (row: string) => `row ${row}`,
  conflictHint: 'Their key fits several records.',
  startImport: (rows: string, count: number) => (count === 1 ? 'Import 1 row' : `Import ${rows} rows`),
  preparing: 'Preparing the file',
  sending: 'Sending the file',
  starting: 'Starting',
  stoppedByHost: 'The app stopped this import.',
  pause: 'Pause',
  resume: 'Resume',
  cancelImport: 'Cancel import',
  resultTitle: 'What the import did',
  inserted: 'New',
  updated: 'Updated',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  rejected: 'Rejected',
  conflicts: 'Conflicts',
  differsTitle: 'This differs from the try before',
  differs: (name: string, expected: string, actual: string) =>
    `${name}: ${expected} expected, ${actual} now.`,
  differsHint: 'Records changed in between.',
  openRecords: 'Open records',
  importAnother: 'Import another file',
}
