// What the journeys of campaigns share: the emulated carrier, the ledger as the database counts it, and ways through the screens.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import { buildModel, chooseFile, csvFile } from './people.ts'

interface Stack {
  url: string
  secretKey: string
  sms: { url: string; accountSid: string; authToken: string }
}

/** The stack that `serve.ts` started. */
function stack(): Stack {
  return JSON.parse(readFileSync('.headwater/e2e-stack.json', 'utf8'))
}

/** Changes what the emulated carrier does. */
export async function carrier(change: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${stack().sms.url}/__emulator/control`, {
    method: 'PUT',
    body: JSON.stringify(change),
  })
  expect(response.status).toBe(200)
}

/** Every text that the emulated carrier took, by the number that it went to. */
export async function textsTaken(prefix: string): Promise<Map<string, string[]>> {
  const response = await fetch(`${stack().sms.url}/__emulator/messages`)
  const all: { to: string; body: string }[] = await response.json()
  const taken = new Map<string, string[]>()
  for (const { to, body } of all) if (to.startsWith(prefix)) taken.set(to, [...(taken.get(to) ?? []), body])
  return taken
}

async function rows<Row>(query: string): Promise<Row[]> {
  const { url, secretKey } = stack()
  const response = await fetch(`${url}/rest/v1/${query}`, {
    headers: { apikey: secretKey, authorization: `Bearer ${secretKey}` },
  })
  const found: Row[] = await response.json()
  expect(Array.isArray(found), JSON.stringify(found)).toBe(true)
  return found
}

/** How many of a campaign's messages are in each state, counted one by one in the database. */
export async function ledgerOf(campaignId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const messages = await rows<{ status: string }>(
    `campaign_messages?campaign_id=eq.${campaignId}&select=status&limit=10000`,
  )
  for (const { status } of messages) counts[status] = (counts[status] ?? 0) + 1
  return { ...counts, recipients: messages.length }
}

/** A phone writes to the account that the campaign was sent by, signed as the carrier signs. */
export async function reply(campaignId: string, from: string, body: string): Promise<void> {
  const { url, sms } = stack()
  const [campaign] = await rows<{ provider_id: string }>(`campaigns?id=eq.${campaignId}&select=provider_id`)
  const address = `${url}/functions/v1/messaging-webhooks/twilio/${campaign?.provider_id}/inbound`
  const form: Record<string, string> = {
    AccountSid: sms.accountSid,
    Body: body,
    From: from,
    MessageSid: `SM${crypto.randomUUID().replaceAll('-', '')}`,
    To: '+15005550006',
  }
  const signed = Object.keys(form).reduce((text, name) => `${text}${name}${form[name]}`, address)
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': createHmac('sha1', sms.authToken).update(signed).digest('base64'),
    },
    body: new URLSearchParams(form).toString(),
  })
  expect(response.status).toBe(200)
}

/** The id of the campaign that the page shows. */
export function campaignIdOf(page: Page): string {
  return new URL(page.url()).searchParams.get('campaign') ?? ''
}

/** Imports people with a mobile number each; the prefix keeps the journeys' numbers apart. */
export async function importPeople(
  page: Page,
  { count, prefix, plan = () => 'Team' }: { count: number; prefix: string; plan?: (n: number) => string },
): Promise<void> {
  const lines = Array.from(
    { length: count },
    (_, n) => `Person ${n},${prefix}${String(n).padStart(4, '0')},${plan(n)}`,
  )
  await buildModel(page, 'People', [
    ['name', 'Text'],
    ['phone', 'Phone'],
    ['plan', 'Text'],
  ])
  await chooseFile(page, csvFile('people.csv', ['name,phone,plan', ...lines, ''].join('\n')))
  await page.getByRole('button', { name: 'Check rows' }).click()
  await page.getByRole('button', { name: /^Import [\d,]+ records?$/ }).click()
  await expect(page.getByText(new RegExp(`${count} imported`))).toBeVisible({ timeout: 30_000 })
}

/** Begins a campaign, and connects the emulated carrier where the flow asks for an account. */
export async function beginCampaign(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: 'Campaigns' }).click()
  await page.getByRole('button', { name: 'New campaign' }).click()
  await page.getByLabel('Campaign name').fill(name)
  await page.getByLabel('Who is it for?').selectOption({ label: 'People' })
  const { sms } = stack()
  await page.getByRole('button', { name: 'Connect an account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Account SID').fill(sms.accountSid)
  await dialog.getByLabel('Auth token').fill(sms.authToken)
  await dialog.getByLabel('Send from').fill('+1 500 555 0006')
  await dialog.getByLabel('Segments a second').fill('200')
  await dialog.getByLabel('Price of a segment').fill('0.0079')
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByRole('combobox', { name: 'Send by' })).not.toHaveValue('')
  await page.getByRole('button', { name: 'Choose the audience' }).click()
}

/** Goes from the audience to the review with a message. */
export async function writeMessage(page: Page, message: string): Promise<void> {
  await page.getByRole('button', { name: 'Write the message' }).click()
  await page.getByLabel('Message', { exact: true }).fill(message)
  await page.getByRole('button', { name: 'Set the schedule' }).click()
  await page.getByRole('button', { name: 'Review' }).click()
}

/** Sends what the review shows. */
export async function send(page: Page, recipients: string): Promise<void> {
  const name = `Send to ${recipients}`
  await page.getByRole('button', { name }).click()
  await page.getByRole('dialog').getByRole('button', { name }).click()
}

/** A count of the list below a name, such as “Delivered”. */
export function countOf(page: Page, name: string): Locator {
  return page
    .locator('.hub-counts > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
    .locator('dd')
    .first()
}
