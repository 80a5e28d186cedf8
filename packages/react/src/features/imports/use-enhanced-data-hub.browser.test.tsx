import { sampleModel, sampleRecords } from '@headwater/core/testing'
import { expect, test } from 'vitest'
import { renderInHub, type RenderInHubOptions } from '../../../.storybook/render-in-hub.tsx'
import { useEnhancedDataHub, type UseEnhancedDataHubResult } from '../../index.ts'
import { customersFile } from './FileUpload/file-stories.ts'

const model = sampleModel()

/** Holds what the hook gives, as it is now. */
async function useHookOf(modelId: string | undefined, options: RenderInHubOptions = {}) {
  const now: { value: UseEnhancedDataHubResult | null } = { value: null }
  function Probe() {
    now.value = useEnhancedDataHub(modelId)
    return null
  }
  await renderInHub(<Probe />, { models: [model], stepMs: 5, rowsPerStep: 100, ...options })
  return () => {
    if (!now.value) throw new Error('The hook was not called.')
    return now.value
  }
}

test('turns a file into records, and follows the import', async () => {
  const hook = await useHookOf(model.id)
  await expect.poll(() => hook().total).toBe(0)
  const fileUrl = await hook().uploadFile(customersFile(40, [5]))
  const job = await hook().createImportJob({ modelId: model.id, fileUrl, fileType: 'csv' })
  await expect.poll(() => hook().importJobs?.find(({ id }) => id === job.id)?.status).toBe('completed')
  await expect.poll(() => hook().total).toBe(39)
})

test('adds, changes and deletes a record', async () => {
  const hook = await useHookOf(model.id, { records: sampleRecords(model, 1) })
  const added = await hook().createRecord({ name: 'Emmy Noether', email: 'emmy@example.com' })
  await expect.poll(() => hook().total).toBe(2)
  await hook().updateRecord(added.id, { name: 'Emmy' })
  await expect.poll(() => hook().records?.find(({ id }) => id === added.id)?.data['name']).toBe('Emmy')
  await hook().deleteRecord(added.id)
  await expect.poll(() => hook().total).toBe(1)
})

test('asks for no records without a model, and says what a new one lacks', async () => {
  const hook = await useHookOf(undefined)
  await expect.poll(() => hook().importJobs).toEqual([])
  expect(hook().records).toBeUndefined()
  expect(() => hook().createRecord({ name: 'Emmy' })).toThrow(TypeError)
})
