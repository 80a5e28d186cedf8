import { sampleModel } from '@headwater/core/testing'
import { expect, test } from 'vitest'
import { answerLater, renderInHub, type RenderInHubOptions } from '../../../.storybook/render-in-hub.tsx'
import { failing, unavailable } from '../../../.storybook/story-hub.ts'
import { useDataModels, type UseDataModelsResult } from '../../index.ts'

const model = sampleModel()

async function useHookOf(options: RenderInHubOptions = {}) {
  const now: { value: UseDataModelsResult | null } = { value: null }
  function Probe() {
    now.value = useDataModels()
    return null
  }
  await renderInHub(<Probe />, { models: [model], ...options })
  const hook = () => {
    if (!now.value) throw new Error('The hook was not called.')
    return now.value
  }
  await expect.poll(() => hook().models).toHaveLength(1)
  return { hook, names: () => hook().models?.map(({ name }) => name) }
}

test('shows a new model as soon as it is made', async () => {
  const { hook, names } = await useHookOf()
  await hook().createDataModel({ name: 'Orders', fields: model.fields })
  await expect.poll(names).toEqual(['Orders', 'Customers'])
})

test('shows a change ahead of the server, and takes it back when the server refuses', async () => {
  const { answer, resolve } = answerLater<Response>()
  const { hook, names } = await useHookOf({ fail: failing('PUT', () => answer) })
  const change = hook().updateDataModel(model.id, { name: 'Clients' })
  await expect.poll(names).toEqual(['Clients'])
  resolve(unavailable())
  await expect(change).rejects.toThrow('Your data is safe')
  await expect.poll(names).toEqual(['Customers'])
})
