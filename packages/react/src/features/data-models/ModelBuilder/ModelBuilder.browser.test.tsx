import type { DataModel } from '@headwater/core'
import { problemAnswer, sampleModel } from '@headwater/core/testing'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import { failing } from '../../../../.storybook/story-hub.ts'
import { ModelBuilder } from '../../../index.ts'

const model = sampleModel()

/** Whether the page would ask before it is left. */
function holdsThePage(): boolean {
  return !globalThis.dispatchEvent(new Event('beforeunload', { cancelable: true }))
}

test('ties each fault to its field, and goes to the first one', async () => {
  const onSaved = vi.fn<(model: DataModel) => void>()
  const { screen } = await renderInHub(<ModelBuilder onSaved={onSaved} />)
  await screen.getByRole('button', { name: 'Create model' }).click()
  const name = screen.getByRole('textbox', { name: 'Name', exact: true })
  await expect.element(name).toHaveAttribute('aria-invalid', 'true')
  await expect.element(name).toHaveFocus()
  await expect.element(name).toHaveAccessibleDescription(/\w/)
  await expect.element(screen.getByRole('textbox', { name: 'Field name' })).toHaveAccessibleDescription(/\w/)
  expect(onSaved).not.toHaveBeenCalled()
})

test('lets go of a fault when it is mended', async () => {
  const onSaved = vi.fn<(model: DataModel) => void>()
  const { screen } = await renderInHub(<ModelBuilder onSaved={onSaved} />)
  await screen.getByRole('button', { name: 'Create model' }).click()
  await screen.getByRole('textbox', { name: 'Name', exact: true }).fill('Orders')
  await screen.getByRole('textbox', { name: 'Field name' }).fill('number')
  await screen.getByRole('button', { name: 'Create model' }).click()
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
  expect(onSaved.mock.lastCall?.[0]).toMatchObject({ name: 'Orders', fields: [{ name: 'number' }] })
})

test('marks the second of two fields with one name', async () => {
  const { screen } = await renderInHub(<ModelBuilder model={model} />)
  const names = screen.getByRole('textbox', { name: 'Field name' })
  await names.nth(1).fill('Name')
  await screen.getByRole('button', { name: 'Save model' }).click()
  await expect.element(names.nth(1)).toHaveAttribute('aria-invalid', 'true')
  await expect.element(names.nth(0)).not.toHaveAttribute('aria-invalid')
})

test('opens the rules that hide a fault', async () => {
  const { screen } = await renderInHub(<ModelBuilder model={model} />)
  await screen.getByRole('button', { name: 'Rules: spent' }).click()
  await screen.getByRole('textbox', { name: 'Minimum' }).fill('none')
  await screen.getByRole('button', { name: 'Hide rules: spent' }).click()
  await expect.element(screen.getByRole('textbox', { name: 'Minimum' })).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Save model' }).click()
  await expect
    .element(screen.getByRole('textbox', { name: 'Minimum' }))
    .toHaveAccessibleDescription('Write a number.')
})

test('shows a fault that only the server knows at its field', async () => {
  const message = 'Another model has this name. Choose one that differs.'
  const { screen } = await renderInHub(<ModelBuilder model={model} />, {
    models: [model],
    fail: failing('PUT', () =>
      problemAnswer('VALIDATION_FAILED', 'Not right.', { issues: [{ path: 'name', message }] }),
    ),
  })
  await screen.getByRole('button', { name: 'Save model' }).click()
  await expect
    .element(screen.getByRole('textbox', { name: 'Name', exact: true }))
    .toHaveAccessibleDescription(message)
})

test('puts a removed field back where it was, as it was', async () => {
  const onSaved = vi.fn<(model: DataModel) => void>()
  const { screen } = await renderInHub(<ModelBuilder model={model} onSaved={onSaved} />, { models: [model] })
  await screen.getByRole('button', { name: 'Remove plan' }).click()
  await expect.element(screen.getByText(/^plan: records keep these values/)).toBeVisible()
  await screen.getByRole('button', { name: 'Put back plan' }).click()
  await expect.element(screen.getByText(/^plan: records keep these values/)).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Save model' }).click()
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
  expect(onSaved.mock.lastCall?.[0].fields).toEqual(model.fields)
})

test('moves a field with Alt and an arrow key, keeps the focus on it, and says where it is', async () => {
  const { screen } = await renderInHub(<ModelBuilder model={model} />)
  const names = screen.getByRole('textbox', { name: 'Field name' })
  await names.nth(0).click()
  await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await expect.element(names.nth(1)).toHaveValue('name')
  await expect.element(names.nth(1)).toHaveFocus()
  await expect.element(screen.getByText('name is now field 2 of 8.')).toBeInTheDocument()
})

test('asks before changes are discarded, and gives the focus back', async () => {
  const onCancel = vi.fn<() => void>()
  const { screen } = await renderInHub(<ModelBuilder model={model} onCancel={onCancel} />)
  await screen.getByRole('textbox', { name: 'Name', exact: true }).fill('Customers of 2026')
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(screen.getByRole('dialog')).toBeVisible()
  await screen.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).first().click()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  expect(onCancel).not.toHaveBeenCalled()
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await screen.getByRole('button', { name: 'Discard changes' }).click()
  expect(onCancel).toHaveBeenCalledOnce()
})

test('leaves without a question when nothing was changed', async () => {
  const onCancel = vi.fn<() => void>()
  const { screen } = await renderInHub(<ModelBuilder model={model} onCancel={onCancel} />)
  await screen.getByRole('button', { name: 'Cancel' }).click()
  expect(onCancel).toHaveBeenCalledOnce()
})

test('holds the page while there are changes, until they are saved', async () => {
  const onSaved = vi.fn<(model: DataModel) => void>()
  const { screen } = await renderInHub(<ModelBuilder model={model} onSaved={onSaved} />, { models: [model] })
  expect(holdsThePage()).toBe(false)
  await screen.getByRole('textbox', { name: 'Name', exact: true }).fill('Customers of 2026')
  await expect.poll(holdsThePage).toBe(true)
  await screen.getByRole('button', { name: 'Save model' }).click()
  await vi.waitFor(() => expect(onSaved).toHaveBeenCalledOnce())
  await expect.poll(holdsThePage).toBe(false)
})
