export { createImportsClient, type ImportsClient } from './create-imports-client.ts'
export {
  importKeys,
  type ImportChangesPage,
  type ImportErrorsPage,
  type SavedMappingQuery,
} from './import-keys.ts'
export { createLiveImports } from './live-imports.ts'
export { sendFile, type SendFile, type SendFileAnswer, type SendFileRequest } from './send-file.ts'
export type { UploadOptions } from './store-file.ts'
export { safeFileName, type UploadedFile } from './upload-file.ts'
