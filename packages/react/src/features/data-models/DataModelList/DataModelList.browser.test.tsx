import { sampleModel, sampleRecords } from '@headwater/core/testing'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { answerLater, renderInHub } from '../../../../.storybook/render-in-hub.tsx'
import { failing, unavailable } from '../../../../.storybook/story-hub.ts'
import { DataModelList } from '../../../index.ts'

const customers = sampleModel()
const backend = {
  models: [customers, sampleModel({ name: 'Orders' }, 2)],
  records: sampleRecords(customers, 3),
}

test('says how many records go with a model, and gives the focus back to its menu', async () => {
  const { screen } = await renderInHub(<DataModelList />, backend)
  const menu = screen.getByRole('button', { name: 'Actions for Customers' })
  await menu.click()
  await screen.getByRole('menuitem', { name: 'Delete' }).click()
  await expect.element(screen.getByRole('dialog')).toMatchTextContent(/3 records and every import/)
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(menu).toHaveFocus()
})

test('hides a deleted model at once, and shows it again when the server refuses', async () => {
  const { answer, resolve } = answerLater<Response>()
  const { screen } = await renderInHub(<DataModelList />, {
    ...backend,
    fail: failing('DELETE', () => answer),
  })
  await screen.getByRole('button', { name: 'Actions for Customers' }).click()
  await screen.getByRole('menuitem', { name: 'Delete' }).click()
  await screen.getByRole('button', { name: 'Delete model' }).click()
  const row = screen.getByText('Customers', { exact: true })
  await expect.element(row).not.toBeInTheDocument()
  resolve(unavailable())
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/Your data is safe/)
  await expect.element(row).toBeInTheDocument()
})

test('searches names and descriptions without asking the server', async () => {
  const { screen } = await renderInHub(<DataModelList />, backend)
  await expect.element(screen.getByText('Orders')).toBeVisible()
  await screen.getByRole('searchbox').fill('orders')
  await expect.element(screen.getByText('Customers', { exact: true })).not.toBeInTheDocument()
  await expect.element(screen.getByText('Orders')).toBeVisible()
})
