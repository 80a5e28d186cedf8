// Takes the README's picture, docs/portal.png, of the built portal: an import of 5,000 rows with 37 rejected ones. Needs `pnpm build` before.
import { chromium } from '@playwright/test'
import { startLocalSupabase } from '../tools/local-supabase/src/index.ts'
import { buildModel, chooseFile, csvFile, customerFields, customersCsv, signUp } from '../e2e/people.ts'
import { chromiumPath } from './chromium.ts'
import { servePortal } from './portal-server.ts'

const port = 5183
const origin = `http://127.0.0.1:${port}`
await using stack = await startLocalSupabase({ functionEnv: { HEADWATER_ALLOWED_ORIGINS: origin } })
const closePortal = await servePortal({
  mode: 'built',
  port,
  settings: { url: stack.apiUrl, publishableKey: stack.publishableKey },
})
const executablePath = chromiumPath()
await using browser = await chromium.launch({
  args: ['--no-sandbox'],
  ...(executablePath === null ? {} : { executablePath }),
})
const page = await browser.newPage({
  baseURL: origin,
  viewport: { width: 1120, height: 860 },
  colorScheme: 'light',
  deviceScaleFactor: 2,
})
const badRows = Array.from({ length: 37 }, (_, index) => index * 131 + 7)
// A third of the faults each: an amount, an address, a date.
const lines = customersCsv(5000, new Set(badRows.filter((row) => row % 3 === 0))).split('\r\n')
for (const row of badRows) {
  if (row % 3 === 1) lines[row + 1] = lines[row + 1]?.replace('@example', ' at example') ?? ''
  if (row % 3 === 2) lines[row + 1] = lines[row + 1]?.replace('2026-01-', '2026-31-') ?? ''
}
await signUp(page, 'ada@example.com')
await buildModel(page, 'Customers', customerFields)
await chooseFile(page, csvFile('customers.csv', lines.join('\r\n')))
await page.getByRole('button', { name: 'Check rows' }).click()
await page.getByRole('button', { name: 'Import 4,963 records' }).click()
await page.getByText(/4,963 imported\s· 37 rejected/).waitFor()
await page.getByText('1–20 of 37').waitFor()
await page.screenshot({ path: 'docs/portal.png' })
await closePortal()
