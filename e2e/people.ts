import { expect, type Locator, type Page } from '@playwright/test'

/** A CSV of customers; the rows of `badRows` have an amount that is no number. */
export function customersCsv(count: number, badRows: ReadonlySet<number> = new Set()): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const amount = badRows.has(index) ? '12;5o' : (index * 1.25).toFixed(2)
    const phone = `+1201555${String(index % 10_000).padStart(4, '0')}`
    return `Person ${index},person${index}@example.com,${phone},${amount},2026-01-${String(1 + (index % 28)).padStart(2, '0')}`
  })
  return ['Full name,E-mail,Phone,Amount,Since', ...lines, ''].join('\r\n')
}

/** A file to choose, made on the spot. */
export function csvFile(name: string, content: string | Buffer) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(content) }
}

/** Signs a new person up and waits for the data hub. */
export async function signUp(page: Page, email = `ada-${crypto.randomUUID()}@example.com`): Promise<string> {
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Data hub' })).toBeVisible()
  return email
}

/** Builds a model in the model builder, and waits until it is saved. */
export async function buildModel(
  page: Page,
  name: string,
  fields: readonly [string, string][],
): Promise<void> {
  await page.getByRole('tab', { name: 'Data models' }).click()
  await page.getByRole('button', { name: 'New model' }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  for (const [index, [field, type]] of fields.entries()) {
    if (index > 0) await page.getByRole('button', { name: 'Add field' }).click()
    await page.getByLabel('Field name').nth(index).fill(field)
    await page.getByLabel('Type').nth(index).selectOption({ label: type })
  }
  await page.getByRole('button', { name: 'Create model' }).click()
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible()
}

/** The fields that fit {@link customersCsv}. */
export const customerFields: readonly [string, string][] = [
  ['name', 'Text'],
  ['email', 'Email'],
  ['phone', 'Phone'],
  ['amount', 'Number'],
  ['since', 'Date'],
]

/** Gives a file to the import. */
export async function chooseFile(page: Page, file: ReturnType<typeof csvFile>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file)
}

/** Notes each distinct text of an element from now on, as the page paints it. */
export async function watchTexts(element: Locator): Promise<() => Promise<string[]>> {
  await element.evaluate((node) => {
    const seen: string[] = []
    const note = () => {
      const text = node.textContent ?? ''
      if (seen.at(-1) !== text) seen.push(text)
    }
    note()
    new MutationObserver(note).observe(node, { subtree: true, childList: true, characterData: true })
    Object.assign(globalThis, { seenTexts: seen })
  })
  const page = element.page()
  return async () => {
    const seen: string[] = await page.evaluate('seenTexts')
    return seen
  }
}

/** Whether the page can be scrolled sideways. */
export async function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}

/** What the first dashboard on the page says about its age. */
export function freshness(page: Page): Locator {
  return page.locator('.hub-freshness').first()
}

/** Connects the person's agency to the emulated Email Bison, and waits for its figures. */
export async function connectVendor(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Dashboards' }).click()
  await page.getByRole('button', { name: 'Connect Email Bison' }).click()
  await page.getByLabel('Address of your instance').fill('https://send.example.com')
  await page.getByLabel('API token').fill('bison-admin')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(freshness(page)).toHaveAttribute('data-state', 'fresh')
  await expect(freshness(page)).toContainText('27 of 27 workspaces')
}

/** Drops the figures that the browser keeps: the next page asks the server. */
export async function forgetKept(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith('headwater:')) localStorage.removeItem(key)
  })
}
