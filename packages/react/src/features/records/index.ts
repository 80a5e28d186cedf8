export { recordsCopy, type RecordsCopy } from './copy.ts'
export { RecordsTable, type RecordsTableProps } from './RecordsTable/RecordsTable.tsx'
export { useRecordActions, type RecordActions } from './use-record-actions.ts'
