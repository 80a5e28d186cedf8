export {
  createImportsClient,
  importKeys,
  type ImportChangesPage,
  type ImportErrorsPage,
  type ImportsClient,
  type SavedMappingQuery,
} from './create-imports-client.ts'
export { sendFile, type SendFile, type SendFileRequest } from './send-file.ts'
export { safeFileName, type UploadedFile, type UploadOptions } from './upload-file.ts'
