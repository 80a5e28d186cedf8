export {
  createImportsClient,
  importKeys,
  type ImportChangesPage,
  type ImportErrorsPage,
  type ImportsClient,
  type SavedMappingQuery,
} from './create-imports-client.ts'
export { sendFile, type SendFile, type SendFileAnswer, type SendFileRequest } from './send-file.ts'
export type { UploadOptions } from './store-file.ts'
export { safeFileName, type UploadedFile } from './upload-file.ts'
