export { importsCopy, type ImportsCopy } from './copy.ts'
export { FileUpload, type FilesChange, type FileUploadProps } from './FileUpload/FileUpload.tsx'
export { ImportJobCard, type ImportJobCardProps } from './ImportJobsMonitor/ImportJobCard.tsx'
export { ImportJobsMonitor, type ImportJobsMonitorProps } from './ImportJobsMonitor/ImportJobsMonitor.tsx'
export { JobFailure } from './ImportJobsMonitor/JobFailure.tsx'
export { saveFile } from './save-file.ts'
export {
  useEnhancedDataHub,
  type ImportChoices,
  type UseEnhancedDataHubResult,
} from './use-enhanced-data-hub.ts'
export { progressText, shareOf, statusLooks } from './ImportJobsMonitor/job-facts.ts'
export { isRunning, useImportErrors, useImportJob, useImportJobs, useLiveStatus } from './use-import-jobs.ts'
export { useImportsCopy } from './use-imports-copy.ts'
