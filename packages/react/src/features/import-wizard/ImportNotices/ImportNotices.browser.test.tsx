import { sampleModel } from '@headwater/core/testing'
import { expect, test, vi } from 'vitest'
import { renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import { ImportNotices } from '../../../index.ts'
import { cleanFile } from '../ImportWizard/wizard-stories.ts'

const model = sampleModel()

test.each(['live', 'down'] as const)('says that an import ended, with the socket %s', async (realtime) => {
  const onOpen = vi.fn<() => void>()
  const { hub, screen } = await renderInHub(<ImportNotices afterSeconds={0} onOpen={onOpen} />, {
    models: [model],
    stepMs: 60,
    realtime,
  })
  const { fileUrl, fileType } = await hub.imports.upload(cleanFile())
  await hub.imports.create({ model_id: model.id, file_url: fileUrl, file_type: fileType })
  await expect.element(screen.getByText('customers.csv is imported')).toBeVisible()
  await screen.getByRole('button', { name: 'Show' }).click()
  expect(onOpen).toHaveBeenCalledOnce()
  await expect.element(screen.getByText('customers.csv is imported')).not.toBeInTheDocument()
})

test('says nothing of imports that had ended before, nor of short ones', async () => {
  const { hub, screen } = await renderInHub(<ImportNotices afterSeconds={60} />, {
    models: [model],
    stepMs: 5,
  })
  const { fileUrl, fileType } = await hub.imports.upload(cleanFile())
  const { id } = await hub.imports.create({ model_id: model.id, file_url: fileUrl, file_type: fileType })
  await expect.poll(async () => (await hub.imports.get(id)).data.status).toBe('completed')
  await expect.poll(() => screen.container.querySelectorAll('.hub-notice').length).toBe(0)
})
