import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test'
import {
  buildModel,
  chooseFile,
  csvFile,
  customerFields,
  customersCsv,
  overflowsSideways,
  signUp,
} from './people.ts'

/** As an accounting program in Germany writes it; one address is wrong, and one comes twice. */
function messyCsv(rows: number): Buffer {
  const lines = Array.from({ length: rows }, (_, index) => {
    const address =
      index === 7 ? 'person7(at)example.com' : `person${index === rows - 1 ? 5 : index}@example.com`
    const phone = `+1201555${String(index).padStart(4, '0')}`
    return `Jürgen Müßig ${index};${address};${phone};${index},50;${String(1 + (index % 28)).padStart(2, '0')}.01.2026`
  })
  const text = [
    'Kundenliste der Beispiel GmbH',
    'Stand: 21.03.2026',
    '',
    'Full name;E-mail;Phone;Amount;Since',
    ...lines,
    '',
  ].join('\r\n')
  return Buffer.from(text, 'latin1')
}

/** Goes on with Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let step = 0; step < 120; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab leads past the element.')
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name })
  await expect(button).toBeEnabled()
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

async function openWizard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the full import' }).click()
  await expect(page.getByText('CSV, Excel (.xlsx), JSON or NDJSON')).toBeVisible()
}

test('the whole wizard by keyboard: a messy file is read, mended, tried, merged, and taken back', async ({
  page,
}) => {
  test.setTimeout(150_000)
  await signUp(page)
  await buildModel(page, 'Customers', customerFields)
  await chooseFile(page, csvFile('customers.csv', customersCsv(3)))
  await page.getByRole('button', { name: 'Check rows' }).click()
  await page.getByRole('button', { name: 'Import 3 records' }).click()
  await expect(page.getByText(/3 imported/)).toBeVisible()
  await page.getByRole('button', { name: 'Import another file' }).click()

  await tabTo(page, page.getByRole('button', { name: 'Open the full import' }))
  await page.keyboard.press('Enter')
  const chooser = page.waitForEvent('filechooser')
  await press(page, 'Choose a file')
  await (await chooser).setFiles(csvFile('Kundenliste.csv', messyCsv(40)))

  await expect(page.getByRole('combobox', { name: 'Characters' })).toHaveValue('windows-1252')
  await expect(page.getByRole('combobox', { name: 'Cells end with' })).toHaveValue(';')
  await expect(page.getByRole('combobox', { name: 'Lines before the header' })).toHaveValue('3')
  await expect(page.getByRole('cell', { name: 'Jürgen Müßig 0' })).toBeVisible()
  await press(page, 'Match 5 columns')
  await expect(page.getByText('0.50', { exact: true })).toBeVisible()
  await expect(page.getByText('2026-01-01', { exact: true })).toBeVisible()
  await press(page, 'Check every row')

  await expect(page.getByText('1 with problems · 0 fixed')).toBeVisible()
  await tabTo(page, page.getByRole('gridcell', { name: /person7\(at\)example\.com/ }))
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Every row is valid')).toBeVisible()
  await press(page, 'Continue')

  await tabTo(page, page.getByRole('radio', { name: /^Add every row/ }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'email' })).toBeChecked()
  await press(page, 'Try it without changing anything')
  const foretold = page.getByRole('list', { name: 'What the import would do' })
  await expect(foretold).toContainText('36 New', { timeout: 30_000 })
  await expect(foretold).toContainText('3 Updated')
  await expect(foretold).toContainText('1 Skipped')
  await press(page, 'Import 40 rows')
  const did = page.getByRole('list', { name: 'What the import did' })
  await expect(page.getByText('Completed')).toBeVisible({ timeout: 30_000 })
  await expect(did).toContainText('36 New')
  await expect(did).toContainText('3 Updated')
  await expect(page.getByText('This differs from the try before')).toBeHidden()

  await press(page, 'Undo')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('36 new records are deleted, 3 updated ones get their values back')
  await tabTo(page, dialog.getByRole('button', { name: 'Undo' }))
  await page.keyboard.press('Enter')
  await expect(did.last()).toContainText('39 Reversed', { timeout: 30_000 })
  await page.getByRole('tab', { name: 'Records' }).click()
  await expect(page.getByText('3 records')).toBeVisible()
  await expect(page.getByRole('gridcell', { name: 'Person 0' })).toBeVisible()
})

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  dur?: number
  tdur?: number
  args?: { name?: string }
}

function isTrace(value: unknown): value is { traceEvents: TraceEvent[] } {
  return typeof value === 'object' && value !== null && 'traceEvents' in value
}

/** The longest tasks of the page's thread, in milliseconds of its own work: other programs on the machine don't count. */
async function longestTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'toplevel.flow', '__metadata'] })
  await work()
  const trace: unknown = JSON.parse((await browser.stopTracing()).toString('utf8'))
  if (!isTrace(trace)) throw new Error('The browser wrote no trace.')
  const mains = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return trace.traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && mains.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000)
    .toSorted((left, right) => right - left)
}

test('a file of 10 MB is read and checked while the page never blocks for 50 ms', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000)
  await signUp(page)
  await buildModel(page, 'Large', customerFields)
  await openWizard(page)
  const bad = new Set(Array.from({ length: 400 }, (_, index) => index * 311))
  const text = customersCsv(138_000, bad)
  expect(text.length).toBeGreaterThan(9 * 1024 * 1024)
  // From the disk, as people choose files: handing bytes to the page would hold it up by itself.
  const path = test.info().outputPath('large.csv')
  writeFileSync(path, text)
  const seen = await page.evaluateHandle(() => {
    const durations: number[] = []
    new PerformanceObserver((list) =>
      durations.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: 'longtask' })
    return durations
  })
  const tasks = await longestTasks(browser, page, async () => {
    await page.locator('input[type=file]').setInputFiles(path)
    await page.getByRole('button', { name: 'Match 5 columns' }).click()
    await page.getByRole('button', { name: 'Check every row' }).click()
    await expect(page.getByText('400 with problems · 0 fixed')).toBeVisible({ timeout: 120_000 })
  })
  const byClock = await seen.evaluate((durations) => durations.toSorted((left, right) => right - left))
  console.log(
    'longest tasks, ms of work:',
    tasks
      .slice(0, 5)
      .map((ms) => ms.toFixed(1))
      .join(', '),
  )
  console.log(
    'longest tasks, ms by the clock:',
    byClock
      .slice(0, 5)
      .map((ms) => ms.toFixed(0))
      .join(', ') || 'none over 50',
  )
  expect(tasks.length).toBeGreaterThan(100)
  expect(tasks[0] ?? 0).toBeLessThan(50)
})

test('the history says with what an import was done, and hands out its rejected rows to mend and import', async ({
  page,
}) => {
  await signUp(page)
  await buildModel(page, 'Kept', customerFields)
  await openWizard(page)
  await chooseFile(page, csvFile('kept.csv', customersCsv(30, new Set([3, 9]))))
  await page.getByRole('button', { name: 'Match 5 columns' }).click()
  await page.getByRole('button', { name: 'Check every row' }).click()
  await page.getByRole('button', { name: 'Continue without 2 rows' }).click()
  await page.getByRole('button', { name: 'Import 28 rows' }).click()
  await expect(page.getByText('Completed')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tab', { name: 'Import jobs' }).click()
  await page.getByRole('tab', { name: 'History and undo' }).click()
  await page.getByRole('button', { name: 'Show settings' }).click()
  await expect(page.getByText(/email from E-mail/)).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download rejected rows' }).click()
  const report = readFileSync(await (await download).path(), 'utf8')
  expect(report.trim().split(/\r?\n/)).toHaveLength(3)
  expect(report).toContain('12;5o')
})

test('the wizard fits 360 pixels in every step', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signUp(page)
  await buildModel(page, 'Small', customerFields)
  await openWizard(page)
  await chooseFile(page, csvFile('small.csv', customersCsv(30, new Set([3]))))
  const steps = [/^Match 5 columns/, 'Check every row', 'Continue without 1 row', 'Import 29 rows'] as const
  for (const name of steps) {
    const next = page.getByRole('button', { name })
    await expect(next).toBeEnabled()
    expect(await overflowsSideways(page)).toBe(false)
    await next.click()
  }
  await expect(page.getByText('Completed')).toBeVisible({ timeout: 30_000 })
  expect(await overflowsSideways(page)).toBe(false)
})
