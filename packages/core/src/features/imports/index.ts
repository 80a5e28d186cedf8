export {
  createImportsClient,
  importKeys,
  type ImportErrorsPage,
  type ImportsClient,
} from './create-imports-client.ts'
export { sendFile, type SendFile, type SendFileRequest } from './send-file.ts'
export { safeFileName, type UploadedFile, type UploadOptions } from './upload-file.ts'
