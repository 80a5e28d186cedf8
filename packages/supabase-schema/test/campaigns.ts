import type { Campaign, CampaignMessage, CreateCampaign, ModelField } from '@headwater/core/contracts'
import { startTwilioEmulator, type TwilioEmulator, type TwilioOptions } from '@headwater/emulators'
import { startLocalSupabase, type LocalSupabase } from '@headwater/local-supabase'
import postgres from 'postgres'
import { anyFreePort } from '../../../tools/local-supabase/src/ports.ts'
import { signUp as signUpPerson, type AnswerBody, type Person } from './data-hub.ts'

/** A key for credentials, as a project would set it. */
export const CREDENTIAL_KEYS = JSON.stringify({ k1: Buffer.alloc(32, 7).toString('base64') })

/** A stack whose campaigns reach an emulated Twilio. */
export interface CampaignStack extends AsyncDisposable {
  stack: LocalSupabase
  twilio: TwilioEmulator
  sql: postgres.Sql
  /** Signs somebody up who is the admin of an agency of their own. */
  signUp(name: string): Promise<Sender>
  /** What the functions have printed. */
  log(): readonly string[]
  stop(): Promise<void>
}

/** A person who sends. */
export interface Sender extends Person {
  /** Calls `campaign-api`. */
  campaigns<Data = Campaign>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: AnswerBody<Data> & { meta: Record<string, unknown> }; headers: Headers }>
  /** Calls any function. */
  fn<Data>(
    name: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: AnswerBody<Data> & { meta: Record<string, unknown> } }>
}

/** Starts a stack with an emulator of Twilio. */
export async function startCampaignStack(
  options: {
    twilio?: TwilioOptions
    env?: Record<string, string>
  } = {},
): Promise<CampaignStack> {
  const twilio = await startTwilioEmulator(options.twilio)
  const port = await anyFreePort()
  const lines: string[] = []
  const stack = await startLocalSupabase({
    port,
    log: (line) => void lines.push(line),
    functionEnv: {
      HEADWATER_REQUESTS_PER_MINUTE: '100000',
      HEADWATER_TWILIO_URL: twilio.url,
      HEADWATER_CREDENTIAL_KEYS: CREDENTIAL_KEYS,
      HEADWATER_DOUBT_SECONDS: '2',
      ...options.env,
    },
  })
  const sql = postgres(stack.dbUrl, { max: 3, onnotice: () => undefined })
  async function stop(): Promise<void> {
    await sql.end()
    await twilio.stop()
    await stack.stop()
  }
  return {
    stack,
    twilio,
    sql,
    log: () => lines,
    async signUp(name) {
      const person = await signUpPerson(stack, `${name}@example.com`)
      const { data } = await person.client.auth.getSession()
      const token = data.session?.access_token ?? ''
      const fn: Sender['fn'] = async (functionName, method, path, body) =>
        callFunction(functionName, method, path, body)
      async function callFunction(
        functionName: string,
        method: string,
        path: string,
        body?: unknown,
        headers: Record<string, string> = {},
      ) {
        const response = await fetch(`${stack.functionsUrl}/${functionName}${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        })
        return { status: response.status, body: await response.json(), headers: response.headers }
      }
      return {
        ...person,
        fn,
        campaigns: (method, path, body, headers) => callFunction('campaign-api', method, path, body, headers),
      }
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** The fields of a model that messages go to. */
export const customerFields: ModelField[] = [
  { id: '1', name: 'name', type: 'text' },
  { id: '2', name: 'phone', type: 'phone' },
  { id: '3', name: 'status', type: 'select', options: ['active', 'lapsed'] },
  { id: '4', name: 'spent', type: 'number' },
  { id: '5', name: 'since', type: 'date' },
  { id: '6', name: 'consent', type: 'boolean' },
  { id: '7', name: 'zone', type: 'text' },
  { id: '8', name: 'first name', type: 'text' },
]

/** A mobile number of the United States; each n has its own. */
export const mobile = (n: number): string => `+1201${2_000_000 + n}`

/** Makes a model and fills it with rows, in one statement. */
export async function makeModel(
  { sql }: CampaignStack,
  person: Sender,
  rows: readonly Record<string, unknown>[],
  fields: ModelField[] = customerFields,
): Promise<string> {
  const { body } = await person.call<{ id: string }>('POST', '/models', {
    name: `Customers ${crypto.randomUUID()}`,
    fields,
  })
  await sql`insert into public.records (model_id, agency_id, user_id, data)
    select ${body.data.id}, m.agency_id, ${person.id}, value from public.data_models m, jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb)
    where m.id = ${body.data.id}`
  return body.data.id
}

/** Adds the emulated Twilio as a person's account. */
export async function addTwilio(
  { twilio }: CampaignStack,
  person: Sender,
  more: Record<string, unknown> = {},
): Promise<{ id: string; webhook_url: string }> {
  const { status, body } = await person.campaigns<{ id: string; webhook_url: string }>('POST', '/providers', {
    kind: 'twilio',
    name: 'Twilio',
    config: { account_sid: twilio.accountSid, from: '+15005550006' },
    credentials: { auth_token: twilio.authToken },
    segments_per_second: 1000,
    price_micros: 7500,
    ...more,
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.data
}

/** Makes a campaign of a model's records. */
export async function makeCampaign(person: Sender, input: Omit<CreateCampaign, 'name'>): Promise<string> {
  const { status, body } = await person.campaigns('POST', '/campaigns', {
    name: 'Welcome',
    type: 'sms',
    message: 'Hi {{name|there}}',
    ...input,
  })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.data.id
}

/** Polls a campaign until it is as wanted, for 40 s at most. */
export async function campaignUntil(
  person: Sender,
  id: string,
  done: (campaign: Campaign) => boolean,
): Promise<Campaign> {
  const deadline = Date.now() + 40_000
  for (;;) {
    const { body } = await person.campaigns('GET', `/campaigns/${id}`)
    if (done(body.data) || Date.now() > deadline) return body.data
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The whole ledger, by recipient. */
export async function ledgerOf(person: Sender, id: string): Promise<Map<string, CampaignMessage>> {
  const { body } = await person.campaigns<{ messages: CampaignMessage[] }>(
    'GET',
    `/campaigns/${id}/messages?limit=1000`,
  )
  return new Map(body.data.messages.map((message) => [message.recipient, message]))
}
