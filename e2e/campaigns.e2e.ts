import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import {
  beginCampaign,
  campaignIdOf,
  carrier,
  countOf,
  importPeople,
  ledgerOf,
  reply,
  send,
  textsTaken,
  writeMessage,
} from './campaign-people.ts'
import { overflowsSideways, signUp } from './people.ts'

test.afterEach(() => carrier({ outage: 'none', undelivered: {}, latency: { medianMs: 0, p95Ms: 0 } }))

test('from a CSV to 500 messages: everyone is reached once, and the figures on screen are the ledger’s', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const prefix = '+1201210'
  await carrier({ undelivered: { 30003: 0.04, 30005: 0.02 } })
  await signUp(page)
  await importPeople(page, { count: 520, prefix, plan: (n) => (n < 500 ? 'Team' : 'Free') })

  await beginCampaign(page, 'Spring offer')
  const count = page.getByRole('status').filter({ hasText: /records? match/ })
  await expect(count).toContainText('520')
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByLabel('Field').selectOption({ label: 'plan' })
  await page.getByLabel('Value').fill('Team')
  await expect(count).toContainText('500')
  await expect(page.getByRole('table', { name: 'Some of them' }).getByText('Team').first()).toBeVisible()

  await page.getByRole('button', { name: 'Write the message' }).click()
  const message = page.getByLabel('Message', { exact: true })
  await message.fill('Hi ')
  await page.getByRole('button', { name: 'Insert field' }).click()
  await page.getByRole('menuitem', { name: 'name' }).click()
  await page.getByLabel('Where it is empty, write').fill('there')
  await page.getByRole('button', { name: 'Insert', exact: true }).click()
  await expect(message).toHaveValue('Hi {{name|there}}')
  await expect(page.getByText('1 segment', { exact: true })).toBeVisible()
  await expect(page.getByText(/^Hi Person \d+/)).toBeVisible()
  await page.getByRole('button', { name: 'Set the schedule' }).click()
  await page.getByRole('button', { name: 'Review' }).click()

  await expect(countOf(page, 'Sends')).toHaveText('500')
  await expect(countOf(page, 'Cost')).toHaveText(/3\.95$/)
  await expect(page.getByText('500 segments')).toBeVisible()
  const simulation = page.getByRole('table', { name: 'What would happen' })
  await expect(simulation.getByRole('row')).toHaveCount(51)
  await expect(page.getByText('1–50 of 500')).toBeVisible()
  await expect(simulation.getByText(/^Hi Person \d+/)).toHaveCount(50)
  expect((await textsTaken(prefix)).size).toBe(0)

  await send(page, '500 recipients')
  await expect(page.getByText('500 of 500 done. Everyone is accounted for.')).toBeVisible({ timeout: 60_000 })
  await expect(countOf(page, 'Sent')).toHaveText('0', { timeout: 30_000 })
  const id = campaignIdOf(page)
  const ledger = await ledgerOf(id)
  const { delivered = 0, failed = 0 } = ledger
  expect(ledger).toEqual({ recipients: 500, delivered, failed })
  expect(delivered + failed).toBe(500)
  expect(failed).toBeGreaterThan(0)
  await expect(countOf(page, 'Delivered')).toHaveText(String(delivered))
  await expect(countOf(page, 'Failed')).toHaveText(String(failed))
  const texts = await textsTaken(prefix)
  expect(texts.size).toBe(500)
  expect([...texts.values()].every((bodies) => bodies.length === 1)).toBe(true)
  expect(texts.get(`${prefix}0007`)?.[0]).toBe('Hi Person 7\nReply STOP to opt out')

  await page.getByRole('button', { name: 'View results' }).click()
  const funnel = page.getByRole('figure', { name: 'From audience to phone' })
  await expect(funnel.getByRole('row', { name: /^Matched the audience/ })).toContainText('500')
  await expect(funnel.getByRole('row', { name: /^Delivered/ })).toContainText(String(delivered))
  const errors = page.getByRole('figure', { name: 'Why messages failed' })
  const codes = await errors.locator('tbody tr td:last-child').allTextContents()
  expect(codes.map(Number).reduce((sum, one) => sum + one, 0)).toBe(failed)
  await expect(countOf(page, 'Cost')).toHaveText(/3\.95$/)
  await page.getByLabel('State').selectOption('Failed')
  const outcomes = page.getByRole('table', { name: 'What became of each recipient' })
  await expect(outcomes.locator('tbody tr')).toHaveCount(failed)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export recipients' }).click()
  const report = readFileSync(await (await download).path(), 'utf8')
  // A text has lines of its own: a row begins with its number.
  const lines = report.split(/\r?\n/).filter((line) => /^"?\+/.test(line))
  expect(lines).toHaveLength(500)
  expect(lines.filter((line) => line.includes(',delivered,'))).toHaveLength(delivered)
})

test('a draft is kept as it is written, and a reload goes on at the same step', async ({ page }) => {
  await signUp(page)
  await importPeople(page, { count: 3, prefix: '+1201211' })
  await beginCampaign(page, 'To be continued')
  await page.getByRole('button', { name: 'Write the message' }).click()
  await page.getByLabel('Message', { exact: true }).fill('Half a sen')
  await expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Half a sen')
  await page.getByRole('button', { name: 'All campaigns' }).click()
  await page.getByRole('button', { name: 'To be continued', exact: true }).click()
  await expect(page.getByLabel('Campaign name')).toHaveValue('To be continued')
})

test('two people in one draft: both changes are kept, and where both wrote the same a person decides', async ({
  page,
  context,
}) => {
  await signUp(page)
  await importPeople(page, { count: 3, prefix: '+1201212' })
  await beginCampaign(page, 'Ours')
  await page.getByRole('button', { name: 'Write the message' }).click()
  await page.getByLabel('Message', { exact: true }).fill('One')
  await expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible()
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByLabel('Message', { exact: true }).fill('Theirs')
  await expect(other.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible()

  await page.getByLabel('Begin with').fill('Acme')
  await expect(page.getByText('Both changes are in it')).toBeVisible()
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Theirs')
  await other.getByLabel('Message', { exact: true }).fill('Theirs again')
  await expect(other.getByText('Both changes are in it')).toBeVisible()

  await page.getByLabel('Message', { exact: true }).fill('Mine')
  await expect(page.getByText('Somebody else changed this draft too')).toBeVisible()
  await expect(page.getByText('Theirs again')).toBeVisible()
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Mine')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Mine')
  await expect(page.getByLabel('Begin with')).toHaveValue('Acme')
})

test('a campaign is paused and goes on; who answers STOP gets nothing more', async ({ page }) => {
  test.setTimeout(120_000)
  const prefix = '+1201213'
  await carrier({ latency: { medianMs: 1200, p95Ms: 1800 } })
  await signUp(page)
  await importPeople(page, { count: 300, prefix })
  await beginCampaign(page, 'Slow')
  await writeMessage(page, 'Hi {{name}}')
  await send(page, '300 recipients')
  await expect.poll(async () => (await textsTaken(prefix)).size, { intervals: [100] }).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  const id = campaignIdOf(page)
  // What the carrier has already arrives; then nothing moves any more.
  await expect.poll(async () => (await ledgerOf(id))['sent'] ?? 0, { timeout: 20_000 }).toBe(0)
  const taken = await textsTaken(prefix)
  const still = taken.size
  expect(still).toBeLessThan(300)
  const waiting = (await ledgerOf(id))['pending'] ?? 0
  expect(waiting).toBe(300 - still)

  const numbers = Array.from({ length: 300 }, (_, n) => `${prefix}${String(n).padStart(4, '0')}`)
  const last = numbers.findLast((number) => !taken.has(number)) ?? ''
  await reply(id, last, 'STOP')
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByText('300 of 300 done. Everyone is accounted for.')).toBeVisible({ timeout: 60_000 })
  await expect(countOf(page, 'Suppressed')).toHaveText('1')
  await expect
    .poll(() => ledgerOf(id), { timeout: 20_000 })
    .toEqual({
      recipients: 300,
      delivered: 299,
      suppressed: 1,
    })
  expect((await textsTaken(prefix)).has(last)).toBe(false)
  await page.getByRole('navigation').getByRole('button', { name: 'Campaigns' }).click()
  await page.getByRole('tab', { name: 'Suppressed' }).click()
  await expect(
    page.getByRole('row', { name: new RegExp(`\\${last}.*Opted out.*Their own message`) }),
  ).toBeVisible()
})

test('while the carrier is down the page says so, and everything leaves once it is back', async ({
  page,
}) => {
  test.setTimeout(150_000)
  const prefix = '+1201214'
  await carrier({ outage: 'error' })
  await signUp(page)
  await importPeople(page, { count: 20, prefix })
  await beginCampaign(page, 'Patient')
  await writeMessage(page, 'Hi {{name}}')
  await send(page, '20 recipients')
  await expect(page.getByText('Twilio can’t be reached')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/Nothing is lost, and nobody gets a message twice/)).toBeVisible()
  await expect(page.getByText('Everyone is accounted for')).toBeHidden()
  expect((await textsTaken(prefix)).size).toBe(0)
  await carrier({ outage: 'none' })
  await expect(page.getByText('20 of 20 done. Everyone is accounted for.')).toBeVisible({ timeout: 90_000 })
  await expect(page.getByText('Twilio can’t be reached')).toBeHidden()
  const texts = await textsTaken(prefix)
  expect([...texts.values()].map((bodies) => bodies.length)).toEqual(Array(20).fill(1))

  // As after a new version was put online: the old one's parts are gone.
  await page.route('**/assets/ColumnsChart*', (route) => route.fulfill({ status: 404 }))
  await page.getByRole('button', { name: 'View results' }).click()
  await expect(page.getByText(/The chart couldn’t be loaded/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Table' }).first().click()
  await expect(page.getByRole('table', { name: 'Messages over time' })).toContainText('20')
})

test('nothing of the campaigns is cut off at 360 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signUp(page)
  await importPeople(page, { count: 60, prefix: '+1201215' })
  await beginCampaign(page, 'Narrow')
  const fits = async (what: string) => expect(await overflowsSideways(page), what).toBe(false)
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByLabel('Value').fill('Person 1')
  await fits('audience')
  await page.getByRole('button', { name: 'Write the message' }).click()
  await page.getByLabel('Message', { exact: true }).fill('Hi {{name}} 👋')
  await expect(page.getByText(/can’t be written in standard text/)).toBeVisible()
  await fits('message')
  await page.getByRole('button', { name: 'Set the schedule' }).click()
  await page.getByLabel('Hold messages at night').check()
  await page.getByLabel('Limit messages to one person').check()
  await fits('schedule')
  await page.getByLabel('Hold messages at night').uncheck()
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('button', { name: /^Send to/ })).toBeVisible()
  await fits('review')
  await send(page, 'one recipient')
  await expect(page.getByText(/Everyone is accounted for/)).toBeVisible({ timeout: 30_000 })
  await fits('progress')
  await page.getByRole('button', { name: 'View results' }).click()
  await expect(page.getByRole('figure', { name: 'From audience to phone' })).toBeVisible()
  await fits('results')
  for (const tab of ['Suppressed', 'Accounts', 'Campaigns']) {
    await page.getByRole('navigation').getByRole('button', { name: 'Campaigns' }).click()
    await page.getByRole('tab', { name: tab }).click()
    await fits(tab)
  }
})
