import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import {
  buildModel,
  chooseFile,
  csvFile,
  customerFields,
  customersCsv,
  overflowsSideways,
  signUp,
  watchTexts,
} from './people.ts'

const badRows = new Set(Array.from({ length: 37 }, (_, index) => index * 131 + 7))

test('a new user builds a model, imports 5,000 rows with 37 bad ones, and sees 4,963 records', async ({
  page,
}) => {
  await signUp(page)
  await buildModel(page, 'Customers', customerFields)
  await chooseFile(page, csvFile('customers.csv', customersCsv(5000, badRows)))
  await expect(page.getByLabel('Field: E-mail')).toHaveValue('email')
  await page.getByRole('button', { name: 'Check rows' }).click()
  await expect(page.getByText('37 of 5,000 rows can’t be imported as they are.')).toBeVisible()
  await expect(page.getByText('amount is “12;5o”. Expected a number.').first()).toBeVisible()

  const readTexts = await watchTexts(page.locator('main'))
  await page.getByRole('button', { name: 'Import 4,963 records' }).click()
  await expect(page.getByText(/4,963 imported\s· 37 rejected/)).toBeVisible()
  const steps = (await readTexts()).flatMap((text) => /([\d,]+) of 5,000 rows\s·/.exec(text)?.[1] ?? [])
  const rows = [...new Set(steps)].map((text) => Number(text.replaceAll(',', '')))
  expect(rows.filter((count) => count > 0 && count < 5000).length).toBeGreaterThan(0)
  expect(rows).toEqual(rows.toSorted((left, right) => left - right))

  await expect(page.getByText('1–20 of 37')).toBeVisible()
  const report = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download report' }).click()
  const lines = readFileSync(await (await report).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(38)
  expect(lines[0]).toBe('row,reason,Full name,E-mail,Phone,Amount,Since')

  await page.getByRole('button', { name: 'Open records' }).click()
  await expect(page.getByText('4,963 records')).toBeVisible()
  await expect(page.getByRole('gridcell', { name: 'person0@example.com' })).toBeVisible()
})

test('a dropped file proposes its model, and its rows become records of it', async ({ page }) => {
  await signUp(page)
  await page.getByRole('button', { name: 'Import a file' }).click()
  await chooseFile(page, csvFile('autumn_fair.csv', customersCsv(60)))
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Autumn fair')
  await expect(page.getByLabel('Type').nth(1)).toHaveValue('email')
  await expect(page.getByLabel('Type').nth(3)).toHaveValue('number')
  await page.getByLabel('Field name').first().fill('Name')
  await page.getByRole('button', { name: 'Save and match columns' }).click()
  await expect(page.getByLabel('Field: Full name')).toHaveValue('Name')
  await page.getByRole('button', { name: 'Check rows' }).click()
  await expect(page.getByText('All 60 rows are valid.')).toBeVisible()
  await page.getByRole('button', { name: 'Import 60 records' }).click()
  await page.getByRole('button', { name: 'Open records' }).click()
  await expect(page.getByText('60 records')).toBeVisible()
})

test('the same file in a second tab is not imported twice', async ({ page, context }) => {
  await signUp(page)
  await buildModel(page, 'Once', customerFields)
  const file = csvFile('once.csv', customersCsv(40))
  const second = await context.newPage()
  await second.goto(page.url())
  for (const tab of [page, second]) {
    await chooseFile(tab, file)
    await tab.getByRole('button', { name: 'Check rows' }).click()
    await expect(tab.getByText('All 40 rows are valid.')).toBeVisible()
  }
  const start = (tab: typeof page) => tab.getByRole('button', { name: 'Import 40 records' }).click()
  await Promise.all([start(page), start(second)])
  const outcome = (tab: typeof page) => tab.getByText(/40 imported|This file was imported before/).first()
  await expect(outcome(page)).toBeVisible()
  await expect(outcome(second)).toBeVisible()
  const refused = await Promise.all(
    [page, second].map((tab) => tab.getByText('This file was imported before').isVisible()),
  )
  expect(refused.filter(Boolean)).toHaveLength(1)
  await page.getByRole('tab', { name: 'Records' }).click()
  await expect(page.getByText('40 records')).toBeVisible()
})

test('a file that can’t be imported says why, and nothing is sent', async ({ page }) => {
  await signUp(page)
  await buildModel(page, 'Strict', customerFields)
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])
  const cases: [string, Buffer | string, RegExp][] = [
    ['photo.csv', png, /not a text file/],
    ['empty.csv', '', /is empty/],
    ['header.csv', 'name,email\r\n', /header and no rows/],
    ['large.csv', Buffer.alloc(11 * 1024 * 1024, 'a,b\n'), /too large/],
    [
      'wide.csv',
      `${Array.from({ length: 501 }, (_, index) => `c${index}`).join(',')}\n1\n`,
      /too many columns/,
    ],
    ['object.json', '{"name":"Ada"}', /not an array/],
    ['utf16.csv', Buffer.from('\ufeffname,email\r\nAda,a@b.co\r\n', 'utf16le'), /another encoding/],
    ['letter.docx', 'hello', /can’t be imported/],
  ]
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.url())
  })
  for (const [name, content, message] of cases) {
    await chooseFile(page, csvFile(name, content))
    await expect(page.getByRole('alert').filter({ hasText: message })).toBeVisible()
  }
  expect(sent).toEqual([])
})

test('an import is found again after the page is reloaded', async ({ page }) => {
  await signUp(page)
  await buildModel(page, 'Left alone', customerFields)
  await chooseFile(page, csvFile('left.csv', customersCsv(20_000)))
  await page.getByRole('button', { name: 'Check rows' }).click()
  await page.getByRole('button', { name: 'Import 20,000 records' }).click()
  await expect(page.getByRole('button', { name: 'Cancel import' })).toBeVisible()
  await page.reload()
  await page.getByRole('tab', { name: 'Import jobs' }).click()
  await expect(page.getByText(/20,000 imported/)).toBeVisible({ timeout: 30_000 })
})

test('nothing is cut off at 360 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signUp(page)
  await buildModel(page, 'Small', customerFields)
  expect(await overflowsSideways(page)).toBe(false)
  await chooseFile(page, csvFile('small.csv', customersCsv(30, new Set([3]))))
  await page.getByRole('button', { name: 'Check rows' }).click()
  await expect(page.getByRole('button', { name: 'Import 29 records' })).toBeVisible()
  expect(await overflowsSideways(page)).toBe(false)
  await page.getByRole('button', { name: 'Import 29 records' }).click()
  await page.getByRole('button', { name: 'Open records' }).click()
  await expect(page.getByText('29 records')).toBeVisible()
  expect(await overflowsSideways(page)).toBe(false)
  await page.getByRole('button', { name: 'Edit record' }).first().click()
  await expect(page.getByLabel('amount')).toBeVisible()
})
