import { readFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { connectVendor as connect, forgetKept, freshness, overflowsSideways, signUp } from './people.ts'

/** The stack that `serve.ts` started. */
function stack(): { url: string; secretKey: string } {
  return JSON.parse(readFileSync('.headwater/e2e-stack.json', 'utf8'))
}

/** Makes every figure as old as if nothing could be read for so long. */
async function makeOlder(minutes: number): Promise<void> {
  const { url, secretKey } = stack()
  const at = new Date(Date.now() - minutes * 60_000).toISOString()
  const response = await fetch(`${url}/rest/v1/workspace_snapshots?fetched_at=not.is.null`, {
    method: 'PATCH',
    headers: {
      apikey: secretKey,
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    body: JSON.stringify({ fetched_at: at, data_as_of: at }),
  })
  const changed: unknown = await response.json()
  expect(Array.isArray(changed) ? changed.length : changed).toBeGreaterThan(26)
}

const vendor = (page: Page, what: string) => page.getByLabel('Emulated vendor').selectOption({ label: what })
const figure = (page: Page) => page.locator('.hub-figure-value').first()

test.afterEach(async ({ page }) => {
  await page.request.post('/__emulator/heal')
})

test('an outage of the vendor: fresh, partial, very stale, failed with a retry, recovered', async ({
  page,
}) => {
  await signUp(page)
  await connect(page)
  const before = await figure(page).textContent()

  await vendor(page, 'fails for 3 workspaces')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('24 of 27 workspaces are up to date')).toBeVisible()
  await expect(
    page.getByText(/Older figures: Alder Analytics, Birch Capital,? and Cedar Dental/),
  ).toBeVisible()
  await expect(freshness(page)).toHaveAttribute('data-state', 'incomplete')

  await vendor(page, 'answers every request with an error')
  await makeOlder(14)
  await forgetKept(page)
  await page.reload()
  await expect(freshness(page)).toHaveAttribute('data-state', 'very-stale')
  await expect(freshness(page)).toContainText('Updated 14 minutes ago')
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(page.getByText('Couldn’t refresh the figures')).toBeVisible()
  await expect(page.getByText(/The last good figures are shown, from 14 minutes ago/)).toBeVisible()
  await expect(freshness(page)).toHaveAttribute('data-state', 'error')
  await expect(figure(page)).toHaveText(before ?? '')

  await vendor(page, 'works')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(freshness(page)).toHaveAttribute('data-state', 'fresh')
  await expect(page.getByText('Couldn’t refresh the figures')).toBeHidden()
  await expect(freshness(page)).toContainText('27 of 27 workspaces')
})

test('a lost server: fresh, stale, failed with the last good figures, failed without, recovered', async ({
  page,
}) => {
  await page.clock.install()
  await signUp(page)
  await connect(page)
  const before = (await figure(page).textContent()) ?? ''
  await page.route('**/functions/v1/**', (route) => route.abort())
  await page.route('**/rest/v1/**', (route) => route.abort())

  await page.clock.runFor('01:00')
  await expect(freshness(page)).toContainText('Updated 1 minute ago')
  await expect(freshness(page)).toHaveAttribute('data-state', 'fresh')
  // As a machine does that slept: it wakes up, and asks before it calls anything fresh.
  await page.clock.fastForward('03:00')
  await expect(freshness(page)).toHaveAttribute('data-state', 'error', { timeout: 20_000 })
  await expect(freshness(page)).toContainText(/Showing data from [45] minutes ago/)
  await expect(figure(page)).toHaveText(before)

  await page.clock.fastForward('01:02:00')
  await expect(page.getByText('The figures couldn’t be loaded')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(before, { exact: true })).toBeHidden()

  await page.unroute('**/functions/v1/**')
  await page.unroute('**/rest/v1/**')
  // The circuit of an endpoint that failed is left alone for half a minute.
  await page.clock.fastForward('00:31')
  // The page may ask again by itself first, and take the button away.
  const again = page.getByRole('button', { name: 'Try again' })
  await expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 1000 })
    await expect(freshness(page)).toHaveAttribute('data-state', 'fresh', { timeout: 5000 })
  }).toPass({ timeout: 30_000 })
  await expect(figure(page)).toHaveText(/\d/)
})

test('a forced refresh fills the page, and can be stopped', async ({ page }) => {
  await signUp(page)
  await connect(page)
  await page.request.put('/__emulator/faults', { data: { latency: { medianMs: 400, p95Ms: 900 } } })
  try {
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(page.getByText(/^[1-9]\d* of 27 workspaces$/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible()
    await expect(page.getByText('Couldn’t refresh the figures')).toBeHidden()
  } finally {
    await page.request.put('/__emulator/faults', { data: { latency: { medianMs: 0, p95Ms: 0 } } })
  }
})

test('targets and prices that an admin sets show in the dashboards', async ({ page }) => {
  await signUp(page)
  await connect(page)
  await page.getByRole('button', { name: 'Set targets' }).click()
  await page.getByRole('button', { name: 'Targets of Alder Analytics' }).click()
  await page.getByLabel('Leads wanted a month').fill('500')
  await page.getByLabel('Price per lead').fill('40.50')
  await page.getByLabel('Cost a month').fill('99999')
  await page.getByLabel('Currency').fill('eur')
  await page.getByRole('button', { name: 'Save targets' }).click()
  await expect(page.getByRole('row', { name: /Alder Analytics.*500.*€40\.50.*€99,999\.00/ })).toBeVisible()
  await page.getByRole('tab', { name: 'Revenue' }).click()
  await expect(page.getByText('Revenue, EUR')).toBeVisible()
  await page
    .getByText(/\d+ warnings?/, { exact: true })
    .last()
    .click()
  await expect(page.getByText('Alder Analytics has a negative margin.')).toBeVisible()
})

test('4,000 sender accounts are searched and exported; health explains its score', async ({ page }) => {
  await signUp(page)
  await connect(page)
  await page.getByRole('tab', { name: 'Infrastructure' }).click()
  await page.getByRole('button', { name: 'Read them now' }).click()
  await expect(freshness(page)).toContainText('27 of 27 workspaces', { timeout: 30_000 })
  await page.getByRole('tab', { name: 'Sender accounts' }).click()
  await expect(page.getByText(/^4,\d{3} rows$/)).toBeVisible()
  await page.getByLabel('Search accounts').fill('mail101.example')
  await expect(page.getByText(/^1\d\d of 4,\d{3} rows$/)).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines.length).toBeGreaterThan(139)
  await page.getByRole('tab', { name: 'Health' }).click()
  await expect(page.getByText('Health score')).toBeVisible()
  const score = Number(await figure(page).textContent())
  const points = await page.locator('.hub-deduction-points').allTextContents()
  const taken = points.reduce((sum, text) => sum + Number(text.replace('−', '')), 0)
  expect(score).toBe(100 - taken)
})

test('after signing out, the next user sees no figure of the one before', async ({ page }) => {
  await signUp(page)
  await connect(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible()
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('headwater:'))),
  ).toEqual([])
  await page.getByLabel('Email').fill(`next-${crypto.randomUUID()}@example.com`)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('No workspaces yet')).toBeVisible()
})

test('nothing of the dashboards is cut off at 360 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signUp(page)
  await connect(page)
  for (const tab of ['Volume', 'Revenue', 'Infrastructure', 'Health', 'Targets', 'KPI']) {
    await page.getByRole('tab', { name: tab, exact: true }).click()
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible()
    expect(await overflowsSideways(page), tab).toBe(false)
  }
})
