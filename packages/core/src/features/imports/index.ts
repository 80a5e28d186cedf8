export {
  createImportsClient,
  importKeys,
  type ImportErrorsPage,
  type ImportsClient,
} from './create-imports-client.ts'
export { safeFileName, type UploadedFile } from './upload-file.ts'
