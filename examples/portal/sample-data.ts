// An account with something in it, made the way a person would: signed up, a model built, a file imported.
import { createClient } from '@supabase/supabase-js'
import { createHub, type Hub, type ModelField } from '@headwater/core'
import { createCampaigns } from '@headwater/core/campaigns'
import { createDashboards } from '@headwater/core/dashboards'

/** Whom the portal's "Look around" signs in. */
export const sampleAccount = { email: 'sample@example.com', password: 'look around' }

const fields: ModelField[] = [
  { id: 'name', name: 'name', type: 'text', required: true },
  { id: 'email', name: 'email', type: 'email', required: true, unique: true },
  { id: 'phone', name: 'phone', type: 'phone', region: 'US' },
  { id: 'city', name: 'city', type: 'text' },
  { id: 'plan', name: 'plan', type: 'select', options: ['Free', 'Team', 'Business'] },
  { id: 'revenue', name: 'revenue', type: 'number', min: 0 },
  { id: 'since', name: 'since', type: 'date' },
]

const first = [
  'Ada',
  'Grace',
  'Alan',
  'Edsger',
  'Barbara',
  'Donald',
  'Radia',
  'Ken',
  'Margaret',
  'Tim',
  'Hedy',
]
const last = ['Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Rossi', 'Novak', 'Haddad', 'Silva', 'Berg']
const cities = ['Lisbon', 'Oslo', 'Austin', 'Kyoto', 'Lyon', 'Porto', 'Denver']
const plans = ['Free', 'Team', 'Business']

function pick(values: readonly string[], index: number): string {
  return values[index % values.length] ?? ''
}

/** 520 customers; every 60th row has something wrong with it. */
function customersCsv(): string {
  const rows = Array.from({ length: 520 }, (_, index) => {
    const [name, family] = [pick(first, index), pick(last, index * 7)]
    const bad = index % 60 === 41
    const email = `${name}.${family}${index}@example.com`.toLowerCase()
    const phone = `(201) 555-${String(2000 + index)}`
    const revenue = bad && index % 120 === 41 ? 'n/a' : ((index * 137) % 9000) / 4
    const since = `${2019 + (index % 7)}-${String(1 + (index % 12)).padStart(2, '0')}-15`
    const address = bad && index % 120 !== 41 ? email.replace('@', ' at ') : email
    return [`${name} ${family}`, address, phone, pick(cities, index * 3), pick(plans, index), revenue, since]
  })
  return [['Name', 'E-mail', 'Mobile', 'City', 'Plan', 'Revenue', 'Customer since'], ...rows]
    .map((cells) => cells.join(','))
    .join('\n')
}

/** Makes the sample account in a project that doesn't have it. */
export async function addSampleData(url: string, publishableKey: string): Promise<void> {
  const supabase = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  if (!(await supabase.auth.signInWithPassword(sampleAccount)).error) return
  const { error } = await supabase.auth.signUp(sampleAccount)
  if (error) throw error
  const hub = createHub({ supabase })
  try {
    const model = await hub.dataModels.create({ name: 'Customers', fields })
    const file = new File([customersCsv()], 'customers.csv', { type: 'text/csv' })
    const { fileUrl, fileType } = await hub.imports.upload(file)
    await hub.imports.create({ model_id: model.id, file_url: fileUrl, file_type: fileType })
  } finally {
    hub.close()
  }
}

/** Connects the sample account to an emulated Email Bison, reads its workspaces, and sets targets and prices for most of them. Nothing where it is connected. */
export async function addSampleDashboards(url: string, publishableKey: string, token: string): Promise<void> {
  const supabase = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { error } = await supabase.auth.signInWithPassword(sampleAccount)
  if (error) throw error
  const hub = createHub({ supabase })
  const dashboards = createDashboards(hub, { persistence: null, reportEveryMs: null })
  try {
    if ((await dashboards.connection.get()).data !== null) return
    await dashboards.connection.connect({ baseUrl: 'https://send.example.com', token })
    await dashboards.fetchKPIData({ force: true })
    const { data: workspaces } = await dashboards.targets.list()
    for (const [index, { id }] of workspaces.entries()) {
      // One workspace in nine has no price yet, as it goes.
      if (index % 9 === 7) continue
      await dashboards.targets.save(id, {
        monthly_kpi: 60 + ((index * 37) % 90),
        price_per_lead_minor: 4000 + ((index * 1300) % 9000),
        monthly_cost_minor: 150_000 + ((index * 47_000) % 400_000),
        currency: index % 5 === 3 ? 'USD' : 'EUR',
      })
    }
    await dashboards.fetchInfrastructureData({ force: true })
  } finally {
    dashboards.close()
    hub.close()
  }
}

/** The customers, once their import is over. @throws where it came to no good end */
async function importedCustomers(hub: Hub): Promise<string> {
  for (;;) {
    const { data: jobs } = await hub.imports.list()
    const done = jobs.find(({ status }) => status === 'completed')
    if (done) return done.model_id
    if (!jobs.some(({ status }) => status === 'pending' || status === 'processing'))
      throw new Error('The sample customers were not imported.')
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Connects the sample account to an emulated Twilio, sends a campaign to some customers, and leaves the draft of one to all. Nothing where it is connected. */
export async function addSampleCampaigns(
  url: string,
  publishableKey: string,
  twilio: { accountSid: string; authToken: string },
): Promise<void> {
  const supabase = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { error } = await supabase.auth.signInWithPassword(sampleAccount)
  if (error) throw error
  const hub = createHub({ supabase })
  const campaigns = createCampaigns(hub)
  try {
    if ((await campaigns.providers.list()).data.length > 0) return
    const modelId = await importedCustomers(hub)
    const provider = await campaigns.providers.create({
      kind: 'twilio',
      name: 'Emulated Twilio',
      config: { account_sid: twilio.accountSid, from: '+15005550006' },
      credentials: { auth_token: twilio.authToken },
      segments_per_second: 50,
      price_micros: 7900,
    })
    const shared = {
      type: 'sms' as const,
      data_model_id: modelId,
      provider_id: provider.id,
      send_options: { opt_out_line: 'Reply STOP to opt out', sender_name: 'Headwater' },
    }
    await campaigns.audiences.createSegment({
      data_model_id: modelId,
      name: 'On a paid plan',
      criteria: {
        combinator: 'and',
        rules: [{ field: 'plan', operator: 'in', value: ['Team', 'Business'] }],
      },
    })
    const sent = await campaigns.create({
      ...shared,
      name: 'Team plan: what is new',
      message: 'Hi {{name|there}}, shared views have arrived on your Team plan.',
      target_criteria: { combinator: 'and', rules: [{ field: 'plan', operator: '=', value: 'Team' }] },
    })
    await campaigns.send({ campaign_id: sent.id })
    await campaigns.create({
      ...shared,
      name: 'Summer opening hours',
      message: 'Hi {{name|there}}, we are open until 8 pm all summer in {{city|your city}}.',
      target_criteria: { combinator: 'and', rules: [] },
    })
  } finally {
    hub.close()
  }
}
