import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTwilioEmulator, startWhatsAppEmulator } from '../src/index.ts'

interface Taken {
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

let server: Server
let url: string
let taken: Taken[]

beforeEach(async () => {
  taken = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      taken.push({ path: request.url ?? '', headers: request.headers, body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})

afterEach(() => new Promise((resolve) => server.close(resolve)))

function sendTwilio(
  twilio: Awaited<ReturnType<typeof startTwilioEmulator>>,
  form: Record<string, string>,
  token = twilio.authToken,
) {
  return fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${token}`)}` },
    body: new URLSearchParams(form),
  })
}

const form = { To: '+12015550123', From: '+15005550006', Body: 'Hi' }

test('Twilio takes a message, tells of it with signed events, and lists it by its number', async () => {
  await using twilio = await startTwilioEmulator({ duplicateShare: 1 })
  const created = await sendTwilio(twilio, { ...form, StatusCallback: `${url}/status?message=1` })
  expect(created.status).toBe(201)
  expect(await created.json()).toMatchObject({ status: 'queued', num_segments: '1', price: null })
  await twilio.idle()
  expect(taken.map(({ body }) => new URLSearchParams(body).get('MessageStatus'))).toEqual(
    expect.arrayContaining(['sent', 'delivered']),
  )
  expect(taken).toHaveLength(4)
  for (const { headers, path, body } of taken)
    expect(headers['x-twilio-signature']).toBe(
      twilio.sign(`${url}${path}`, Object.fromEntries(new URLSearchParams(body))),
    )
  const list = await fetch(
    `${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json?To=%2B12015550123`,
    {
      headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
    },
  )
  expect(await list.json()).toMatchObject({
    messages: [{ to: '+12015550123', status: 'delivered' }],
    next_page_uri: null,
  })
})

test('Twilio refuses in its own words: wrong logins, wrong numbers, too many at once', async () => {
  await using twilio = await startTwilioEmulator({ segmentsPerSecond: 2 })
  const codeOf = async (answer: Promise<Response>) => (await (await answer).json())['code']
  expect(await codeOf(sendTwilio(twilio, form, 'wrong'))).toBe(20003)
  expect(await codeOf(sendTwilio(twilio, { ...form, To: '123' }))).toBe(21211)
  expect(await codeOf(sendTwilio(twilio, { ...form, Body: 'x'.repeat(1601) }))).toBe(21617)
  const answers = await Promise.all(Array.from({ length: 5 }, () => sendTwilio(twilio, form)))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3)
  expect(twilio.messages()).toHaveLength(2)
})

test('WhatsApp takes templates alone, and signs what it really sends', async () => {
  await using whatsapp = await startWhatsAppEmulator({ webhookUrl: `${url}/hook`, readShare: 1 })
  const send = (body: object) =>
    fetch(`${whatsapp.url}/v23.0/${whatsapp.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${whatsapp.accessToken}` },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '12015550123', ...body }),
    })
  const template = {
    name: 'welcome',
    language: { code: 'en_US' },
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ada' }] }],
  }
  expect((await send({ type: 'text', text: { body: 'Hi' } })).status).toBe(400)
  expect((await send({ type: 'template', template: { ...template, components: [] } })).status).toBe(400)
  expect((await send({ type: 'template', template, biz_opaque_callback_data: 'ours' })).status).toBe(200)
  await whatsapp.idle()
  expect(taken.map(({ body }) => JSON.parse(body).entry[0].changes[0].value.statuses[0])).toMatchObject([
    { status: 'sent', biz_opaque_callback_data: 'ours' },
    { status: 'delivered' },
    { status: 'read' },
  ])
  for (const { headers, body } of taken) expect(headers['x-hub-signature-256']).toBe(whatsapp.sign(body))
})
