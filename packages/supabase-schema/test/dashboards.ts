import type {
  EmailAccount,
  InfrastructureClient,
  KPIAnswer,
  KPIClient,
  RevenueClient,
  RevenueTotal,
  VolumeClient,
  WorkspaceBehind,
} from '@headwater/core/contracts'
import {
  startEmailBisonEmulator,
  startSlackEmulator,
  type EmailBisonEmulator,
  type EmailBisonOptions,
  type SlackEmulator,
} from '@headwater/emulators'
import postgres from 'postgres'
import { signUp, startLocalSupabase, type LocalSupabase, type Person } from './data-hub.ts'

/** What a dashboard answers: a success's data, or a problem's members. */
export interface DashboardBody {
  data: Omit<KPIAnswer, 'clients' | 'dashboard'> & {
    clients: (KPIClient & VolumeClient & RevenueClient & InfrastructureClient)[]
    totals: RevenueTotal[]
    accounts: EmailAccount[]
    total: number
  }
  code: string
  paths: Record<string, object>
}

/** A line of a forced refresh. */
export interface RefreshLine {
  type: string
  done: number
  expected: number
  code: string
  client: KPIClient
  workspace: WorkspaceBehind
  answer: DashboardBody['data']
}

/** A stack with emulators of the vendors, and an agency that is connected to them. The schedule stands still: tests run it. */
export interface DashboardStack extends AsyncDisposable {
  stack: LocalSupabase
  bison: EmailBisonEmulator
  slack: SlackEmulator
  sql: postgres.Sql
  /** The agency's admin. */
  ada: Person
  agencyId: string
  /** Calls a function as a person, or as nobody. */
  call(path: string, person?: Person | null): Promise<{ status: number; body: DashboardBody }>
  /** Forces a refresh and gives its events. */
  refresh(name: string, query?: string): Promise<RefreshLine[]>
  /** The same as `fetch` of a function's path, signed. */
  get(path: string, person?: Person | null, init?: RequestInit): Promise<Response>
  /** Runs what the schedule runs under a name. */
  runScheduled(name: string): Promise<void>
  /** Calls a worker with the secret key. */
  work(name: string): Promise<Record<string, unknown>>
}

/** Signs a person's requests. */
async function tokenOf(person: Person): Promise<string> {
  const { data } = await person.client.auth.getSession()
  return data.session?.access_token ?? ''
}

/** Starts everything that the dashboards need. */
export async function startDashboards(
  options: { bison?: EmailBisonOptions; env?: Record<string, string> } = {},
): Promise<DashboardStack> {
  const bison = await startEmailBisonEmulator({ requestsPerMinute: 1_000_000, ...options.bison })
  const slack = await startSlackEmulator()
  const stack = await startLocalSupabase({
    functionEnv: {
      HEADWATER_EMAIL_BISON_URL: bison.url,
      HEADWATER_SLACK_URL: slack.url,
      HEADWATER_REFRESH_MIN_AGE_MS: '1',
      HEADWATER_VENDOR_REQUESTS_PER_SECOND: '1000',
      HEADWATER_VENDOR_ATTEMPTS: '1',
      ...options.env,
    },
  })
  const sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  await sql`update cron.job set active = false`
  const ada = await signUp(stack, 'ada@example.com')
  const { error } = await ada.client.rpc('set_email_bison_connection', {
    base_url: 'https://bison.example.com',
    token: bison.token,
  })
  if (error) throw error
  const [row] = await sql`select agency_id from public.user_profiles where id = ${ada.id}`
  const agencyId = String(row?.['agency_id'])

  async function get(path: string, person: Person | null = ada, init: RequestInit = {}): Promise<Response> {
    const headers = person ? { authorization: `Bearer ${await tokenOf(person)}` } : {}
    return fetch(`${stack.functionsUrl}/${path}`, { headers, ...init })
  }

  return {
    stack,
    bison,
    slack,
    sql,
    ada,
    agencyId,
    get,
    async call(path, person = ada) {
      const response = await get(path, person)
      return { status: response.status, body: await response.json() }
    },
    async refresh(name, query = '') {
      const response = await get(`${name}?force=true${query}`, ada)
      const lines = (await response.text()).trim().split('\n')
      return lines.map((line) => JSON.parse(line))
    },
    async runScheduled(name) {
      const [job] = await sql`select command from cron.job where jobname = ${name}`
      await sql.unsafe(String(job?.['command']))
    },
    async work(name) {
      const response = await fetch(`${stack.functionsUrl}/${name}`, {
        method: 'POST',
        headers: { apikey: stack.secretKey },
      })
      return response.json()
    },
    async [Symbol.asyncDispose]() {
      await sql.end()
      await stack.stop()
      await bison.stop()
      await slack.stop()
    },
  }
}
