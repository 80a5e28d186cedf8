import { readFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { buildModel, chooseFile, csvFile, customerFields, customersCsv, signUp } from './people.ts'

async function withRecords(page: Page, count: number): Promise<void> {
  await signUp(page)
  await buildModel(page, 'Customers', customerFields)
  await chooseFile(page, csvFile('customers.csv', customersCsv(count)))
  await page.getByRole('button', { name: 'Check rows' }).click()
  await page.getByRole('button', { name: /^Import [\d,]+ records$/ }).click()
  await page.getByRole('button', { name: 'Open records' }).click()
  await expect(page.getByRole('gridcell', { name: 'person0@example.com' })).toBeVisible()
}

test('records are sorted, searched, filtered and exported', async ({ page }) => {
  await withRecords(page, 300)
  await page.getByRole('button', { name: 'amount' }).click()
  await page.getByRole('button', { name: 'amount' }).click()
  await expect(page.getByRole('columnheader', { name: 'amount' })).toHaveAttribute('aria-sort', 'descending')
  await expect(page.getByRole('row').nth(1)).toContainText('person299@example.com')
  await page.getByLabel('Search records').fill('person7@')
  await expect(page.getByText('1 record', { exact: true })).toBeVisible()
  await page.getByLabel('Search records').fill('')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByLabel('Field', { exact: true }).selectOption('amount')
  await page.getByLabel('Condition', { exact: true }).selectOption({ label: 'is less than' })
  await page.getByLabel('Value').fill('10')
  await expect(page.getByText('8 records')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(9)
  expect(lines[1]).toContain('"+12015550007"')
})

test('a record is edited and deleted with the keyboard alone', async ({ page }) => {
  await withRecords(page, 5)
  await page.getByRole('button', { name: 'name', exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('gridcell', { name: 'Person 0' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.getByLabel('amount').fill('lots')
  await page.keyboard.press('Enter')
  await expect(page.getByText('amount is “lots”. Expected a number.')).toBeVisible()
  await page.getByLabel('amount').fill('77.5')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('gridcell', { name: '77.5' })).toBeVisible()
  await page.getByRole('gridcell', { name: 'Person 0' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Delete 1 record' }).press('Enter')
  await expect(page.getByText('4 records')).toBeVisible()
})

test('thousands of records scroll to the last with the keyboard', async ({ page }) => {
  await withRecords(page, 3000)
  await page.getByRole('gridcell', { name: 'Person 0' }).focus()
  await page.keyboard.press('Control+End')
  await expect(page.getByRole('gridcell', { name: 'person2999@example.com' })).toBeVisible()
})

test('a model’s deletion says what is lost, and takes its records along', async ({ page }) => {
  await withRecords(page, 12)
  await page.getByRole('tab', { name: 'Data models' }).click()
  await page.getByRole('button', { name: 'Actions for Customers' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByText(/12 records and every import/)).toBeVisible()
  await page.getByRole('button', { name: 'Delete model' }).click()
  await expect(page.getByText('No data models yet')).toBeVisible()
})

test('after signing out, the next user sees nothing of the one before', async ({ page }) => {
  await withRecords(page, 3)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible()
  await signUp(page)
  await page.getByRole('tab', { name: 'Data models' }).click()
  await expect(page.getByText('No data models yet')).toBeVisible()
})
