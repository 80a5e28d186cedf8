import type { DataRecord, Fetched, RecordData, RecordPage } from '@headwater/core'
import { useHub } from '../../provider/index.ts'

/** Changes of a model's records. */
export interface RecordActions {
  createRecord(data: RecordData): Promise<DataRecord>
  /** Shows the change at once, and takes it back when the server refuses it. A null clears a value. */
  updateRecord(id: string, change: RecordData): Promise<DataRecord>
  deleteRecords(ids: readonly string[], onDeleted?: (count: number) => void): Promise<void>
}

/** Adds, changes and deletes records of a model. */
export function useRecordActions(modelId: string): RecordActions {
  const { records, queryClient } = useHub()
  const filters = { queryKey: records.keys.ofModel(modelId) }

  function patchPages(id: string, data: (before: RecordData) => RecordData): void {
    queryClient.setQueriesData<Fetched<RecordPage>>(filters, (page) => {
      if (!page?.data.records.some((record) => record.id === id)) return page
      const patched = page.data.records.map((record) =>
        record.id === id ? { ...record, data: data(record.data) } : record,
      )
      return { ...page, data: { ...page.data, records: patched } }
    })
  }

  return {
    createRecord: (data) => records.create({ model_id: modelId, data }),
    async updateRecord(id, change) {
      await queryClient.cancelQueries(filters)
      const before = queryClient.getQueriesData<Fetched<RecordPage>>(filters)
      patchPages(id, (data) => ({ ...data, ...change }))
      try {
        return await records.update(id, change)
      } catch (error) {
        for (const [key, page] of before) queryClient.setQueryData(key, page)
        throw error
      }
    },
    deleteRecords: (ids, onDeleted) => records.removeMany(ids, onDeleted),
  }
}
