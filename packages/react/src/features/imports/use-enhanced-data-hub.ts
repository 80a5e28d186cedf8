import type { CreateImportJob, DataRecord, ImportJob, RecordData, RequestMeta } from '@headwater/core'
import { useQuery } from '@tanstack/react-query'
import { useHub } from '../../provider/index.ts'
import { useImportJobs } from './use-import-jobs.ts'

/** What an import takes besides its file. */
export interface ImportChoices extends Omit<CreateImportJob, 'model_id' | 'file_url' | 'file_type'> {
  modelId: string
  fileUrl: string
  fileType: CreateImportJob['file_type']
}

/** What {@link useEnhancedDataHub} gives. */
export interface UseEnhancedDataHubResult {
  /** The first page of the model's records; undefined until it is loaded, or without a model. */
  records: DataRecord[] | undefined
  /** All records of the model. */
  total: number | undefined
  recordsMeta: RequestMeta | undefined
  /** The user's imports, of the model or of all. */
  importJobs: ImportJob[] | undefined
  isLoading: boolean
  error: Error | null
  /** Stores a file and gives its path: what {@link createImportJob} takes as `fileUrl`. */
  uploadFile(file: File, options?: { signal?: AbortSignal }): Promise<string>
  createImportJob(choices: ImportChoices): Promise<ImportJob>
  cancelImportJob(id: string): Promise<ImportJob>
  createRecord(data: RecordData): Promise<DataRecord>
  updateRecord(id: string, data: RecordData): Promise<DataRecord>
  deleteRecord(id: string): Promise<void>
}

const PAGE_ROWS = 100

/**
 * Records and imports of a data model. Source: data-hub spec, "Hooks".
 *
 * @example
 * const { uploadFile, createImportJob } = useEnhancedDataHub(model.id)
 * const fileUrl = await uploadFile(file)
 * await createImportJob({ modelId: model.id, fileUrl, fileType: 'csv' })
 */
export function useEnhancedDataHub(modelId?: string): UseEnhancedDataHubResult {
  const { imports, records, queryClient } = useHub()
  const page = useQuery(
    {
      ...records.queries.list({ model_id: modelId ?? '', limit: PAGE_ROWS }),
      enabled: modelId !== undefined,
    },
    queryClient,
  )
  const jobs = useImportJobs(modelId)
  return {
    records: page.data?.data.records,
    total: page.data?.data.total,
    recordsMeta: page.data?.meta,
    importJobs: jobs.data?.data,
    isLoading: page.isLoading || jobs.isLoading,
    error: page.error ?? jobs.error,
    uploadFile: async (file, options) => (await imports.upload(file, options)).fileUrl,
    createImportJob: ({ modelId: model_id, fileUrl, fileType, ...choices }) =>
      imports.create({ model_id, file_url: fileUrl, file_type: fileType, ...choices }),
    cancelImportJob: imports.cancel,
    createRecord(data) {
      if (modelId === undefined)
        throw new TypeError('Give useEnhancedDataHub the id of the model to add records to.')
      return records.create({ model_id: modelId, data })
    },
    updateRecord: records.update,
    deleteRecord: records.remove,
  }
}
