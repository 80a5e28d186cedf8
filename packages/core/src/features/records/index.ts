export {
  createRecordsClient,
  recordKeys,
  type RecordsClient,
  type RecordsPagesQuery,
} from './create-records-client.ts'
