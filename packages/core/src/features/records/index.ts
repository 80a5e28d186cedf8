export { createRecordsClient, recordKeys, type RecordsClient } from './create-records-client.ts'
