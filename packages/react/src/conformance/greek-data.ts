// Data without a Latin letter.
import type { DataModel, ImportJob } from '@headwater/core'
import { sampleJob, sampleModel, sampleRecords } from '@headwater/core/testing'

export const model: DataModel = sampleModel({
  name: 'Πελάτες',
  description: 'Όλοι',
  fields: [
    { id: 'a', name: 'όνομα', type: 'text', required: true },
    { id: 'b', name: 'ποσό', type: 'number' },
    { id: 'c', name: 'χώρα', type: 'select', options: ['Ελλάδα', 'Κύπρος'] },
  ],
})
export const records = sampleRecords(model, 3).map((record) => ({
  ...record,
  data: { όνομα: 'Άννα', ποσό: 12 },
}))
export const job: ImportJob = sampleJob({ file_name: 'πελάτες', status: 'processing', finished_at: null })
