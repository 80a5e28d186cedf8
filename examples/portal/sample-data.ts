// An account with something in it, made the way a person would: signed up, a model built, a file imported.
import { createClient } from '@supabase/supabase-js'
import { createHub, type ModelField } from '@headwater/core'
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

/** 480 customers; every 60th row has something wrong with it. */
function customersCsv(): string {
  const rows = Array.from({ length: 480 }, (_, index) => {
    const [name, family] = [pick(first, index), pick(last, index * 7)]
    const bad = index % 60 === 41
    const email = `${name}.${family}${index}@example.com`.toLowerCase()
    const phone = `(201) 555-0${String(100 + (index % 100))}`
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
