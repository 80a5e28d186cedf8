import { expect, test } from 'vitest'

import { startEmailBisonEmulator, startSlackEmulator } from '../src/index.ts'
import { drawLatencyMs } from '../src/latency.ts'

const get = (url: string, token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } })

test('Email Bison has 27 workspaces, over 4,000 sender accounts in pages of 15, and the same numbers for the same seed', async () => {
  await using bison = await startEmailBisonEmulator()
  await using twin = await startEmailBisonEmulator()
  const { data } = await (await get(`${bison.url}/api/workspaces/v1.1`, bison.token)).json()
  expect(data).toHaveLength(27)
  const totals = await Promise.all(
    bison.workspaceIds().map(async (id) => {
      const page = await (await get(`${bison.url}/api/sender-emails?page=2`, bison.tokenOf(id))).json()
      expect(page.data).toHaveLength(15)
      expect(page.meta).toMatchObject({
        current_page: 2,
        per_page: 15,
        last_page: Math.ceil(page.meta.total / 15),
      })
      return Number(page.meta.total)
    }),
  )
  expect(totals.reduce((sum, total) => sum + total, 0)).toBeGreaterThan(4000)
  const path = '/api/workspaces/v1.1/stats?start_date=2026-11-01&end_date=2026-11-20'
  const [one, other] = await Promise.all(
    [bison, twin].map(async (from) => (await get(from.url + path, from.tokenOf(101))).json()),
  )
  expect(one).toEqual(other)
  expect(one.data.interested).toBeGreaterThan(0)
})

test('a workspace’s token shows that workspace alone, and the instance’s token makes such tokens', async () => {
  await using bison = await startEmailBisonEmulator()
  expect((await get(`${bison.url}/api/workspaces/v1.1`, bison.tokenOf(101))).status).toBe(404)
  expect((await get(`${bison.url}/api/sender-emails`, 'wrong')).status).toBe(401)
  const made = await fetch(`${bison.url}/api/workspaces/v1.1/101/api-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bison.token}` },
  })
  expect((await made.json()).data.plain_text_token).toBe(bison.tokenOf(101))
})

test('faults are switched on and off over HTTP', async () => {
  await using bison = await startEmailBisonEmulator()
  const path = `${bison.url}/api/workspaces/v1.1`
  const put = (change: object) =>
    fetch(`${bison.url}/__emulator/faults`, { method: 'PUT', body: JSON.stringify(change) })
  await put({ outage: 'error' })
  expect((await get(path, bison.token)).status).toBe(500)
  await put({ outage: 'none', tooManyRequests: 1, retryAfterSeconds: 7 })
  const refused = await get(path, bison.token)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7'])
  await put({ malformedJson: true })
  await expect((await get(path, bison.token)).json()).rejects.toThrow(SyntaxError)
  await fetch(`${bison.url}/__emulator/heal`, { method: 'POST' })
  await put({ stringNumbers: true, workspaces: { 102: { removed: true } } })
  const stats = await get(`${path}/stats?start_date=2026-11-01&end_date=2026-11-02`, bison.tokenOf(101))
  expect(typeof (await stats.json()).data.emails_sent).toBe('string')
  expect((await get(`${bison.url}/api/campaigns`, bison.tokenOf(102))).status).toBe(404)
  expect(bison.workspaceIds()).not.toContain(102)
})

test('waits have the median and the 95th percentile that were asked for, and are the same for the same seed', () => {
  const draw = (seed: number) =>
    Array.from({ length: 4000 }, (_, index) =>
      drawLatencyMs({ medianMs: 1200, p95Ms: 3000 }, seed, index),
    ).toSorted((left, right) => left - right)
  const sorted = draw(1)
  expect(sorted[2000]).toBeGreaterThan(1150)
  expect(sorted[2000]).toBeLessThan(1250)
  expect(sorted[3800]).toBeGreaterThan(2850)
  expect(sorted[3800]).toBeLessThan(3150)
  expect(draw(1)).toEqual(sorted)
  expect(draw(2)).not.toEqual(sorted)
})

test('Slack takes messages by webhook, edits a bot’s, and refuses as the real one does', async () => {
  await using slack = await startSlackEmulator()
  const post = (url: string, body: string, token?: string) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  expect(await (await post(slack.webhookUrl, '{"text":"Hello"}')).text()).toBe('ok')
  expect(await (await post(slack.webhookUrl, 'no json')).text()).toBe('invalid_payload')
  const { ts } = await (
    await post(`${slack.url}/api/chat.postMessage`, '{"channel":"C1","text":"One"}', slack.botToken)
  ).json()
  await post(
    `${slack.url}/api/chat.update`,
    JSON.stringify({ channel: 'C1', ts, text: 'Two' }),
    slack.botToken,
  )
  expect(slack.messages().map(({ text, edits }) => ({ text, edits }))).toEqual([
    { text: 'Hello', edits: [] },
    { text: 'Two', edits: ['One'] },
  ])
  slack.control('rate-limited')
  const refused = await post(slack.webhookUrl, '{"text":"Again"}')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
})
