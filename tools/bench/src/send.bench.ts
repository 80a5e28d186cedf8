import { startTwilioEmulator } from '@headwater/emulators'
import { startLocalSupabase } from '@headwater/local-supabase'
import postgres from 'postgres'
import { signUp } from './sign-up.ts'

const fields = [
  { id: '1', name: 'name', type: 'text' },
  { id: '2', name: 'phone', type: 'phone' },
  { id: '3', name: 'status', type: 'text' },
]

async function until<Value>(read: () => Promise<Value>, done: (value: Value) => boolean): Promise<Value> {
  for (const deadline = Date.now() + 300_000; ;) {
    const value = await read()
    if (done(value) || Date.now() > deadline) return value
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** `pnpm bench send [recipients] [dispatched] [segments a second]`: how fast a ledger is made, and how near dispatch comes to the vendor's limit. */
export async function run([
  recipientCount = '100000',
  dispatchCount = '6000',
  limitText = '200',
]: readonly string[]): Promise<object> {
  const [recipients, dispatched, limit] = [Number(recipientCount), Number(dispatchCount), Number(limitText)]
  await using twilio = await startTwilioEmulator({
    segmentsPerSecond: limit,
    latency: { medianMs: 40, p95Ms: 120 },
    callbacks: false,
  })
  await using stack = await startLocalSupabase({
    functionEnv: {
      HEADWATER_TWILIO_URL: twilio.url,
      HEADWATER_CREDENTIAL_KEYS: JSON.stringify({ k1: Buffer.alloc(32, 1).toString('base64') }),
    },
  })
  const sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  const person = await signUp(stack)
  const provider = await person.call<{ id: string }>('campaign-api', 'POST', '/providers', {
    kind: 'twilio',
    name: 'Emulator',
    config: { account_sid: twilio.accountSid, from: '+15005550006' },
    credentials: { auth_token: twilio.authToken },
    segments_per_second: limit,
  })

  async function prepare(count: number): Promise<{ id: string; modelId: string }> {
    const model = await person.call<{ id: string }>('data-hub-api', 'POST', '/models', {
      name: `Customers ${count}`,
      fields,
    })
    await sql`insert into public.records (model_id, agency_id, user_id, data)
      select ${model.id}, m.agency_id, ${person.id}, jsonb_build_object('name', 'Person ' || n, 'phone', '+1201' || (2000000 + n), 'status', 'active')
      from generate_series(1, ${count}::integer) n join public.data_models m on m.id = ${model.id}`
    const campaign = await person.call<{ id: string }>('campaign-api', 'POST', '/campaigns', {
      name: `Welcome ${count}`,
      type: 'sms',
      message: 'Hi {{name|there}}, welcome.',
      data_model_id: model.id,
      provider_id: provider.id,
      target_criteria: { status: 'active' },
    })
    return { id: campaign.id, modelId: model.id }
  }

  const large = await prepare(recipients)
  await sql`update public.campaigns set sent_by = ${person.id} where id = ${large.id}`
  await sql`vacuum analyze public.records`
  const startedAt = performance.now()
  const [made] = await sql<
    { n: number }[]
  >`select headwater.materialise_campaign(${large.id}, '{name}'::text[]) n`
  const materialiseMs = performance.now() - startedAt
  if (made?.n !== recipients) throw new Error(`${made?.n} recipients instead of ${recipients}`)

  const small = await prepare(dispatched)
  await person.call('campaign-api', 'POST', '/campaigns/send', {
    campaign_id: small.id,
    confirmed_recipients: dispatched,
  })
  const taken = () => Promise.resolve(twilio.messages().length)
  // The first second has the bucket's burst: it is left out.
  await until(taken, (count) => count >= limit)
  const [fromCount, from] = [twilio.messages().length, performance.now()]
  await until(taken, (count) => count >= dispatched)
  const rate = ((twilio.messages().length - fromCount) / (performance.now() - from)) * 1000
  const status = await until(
    async () => (await sql`select status from public.campaigns where id = ${small.id}`)[0]?.['status'],
    (now) => now === 'completed',
  )
  await sql.end()
  const { tooMany } = twilio.requests()
  const unique = new Set(twilio.messages().map(({ to }) => to)).size
  console.table([
    {
      what: 'ledger made',
      recipients,
      ms: Math.round(materialiseMs),
      'recipients/s': Math.round((recipients / materialiseMs) * 1000),
    },
    {
      what: 'dispatch',
      recipients: dispatched,
      'messages/s': rate.toFixed(1),
      limit,
      'answered with 429': tooMany,
      status,
      unique,
    },
  ])
  return {
    recipients,
    materialise_ms: Math.round(materialiseMs),
    dispatch_per_second: Number(rate.toFixed(1)),
    too_many: tooMany,
    ratio: Number((rate / limit).toFixed(3)),
  }
}
