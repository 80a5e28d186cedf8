export { createRecordsClient, type RecordsClient } from './create-records-client.ts'
export { liveRecords } from './live-records.ts'
export { recordKeys } from './record-keys.ts'
