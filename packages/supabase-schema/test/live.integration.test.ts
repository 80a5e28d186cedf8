import { createHub, type DataModel, type Fetched, type Hub, type ImportJob } from '@headwater/core'
import { createCampaigns } from '@headwater/core/campaigns'
import { QueryObserver } from '@tanstack/query-core'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { contacts, signUp, startLocalSupabase, until, type LocalSupabase, type Person } from './data-hub.ts'

let stack: LocalSupabase
let sql: postgres.Sql
let admin: postgres.Sql
let ada: Person
let alan: Person
let hub: Hub
let requests: string[]
/** Holds an answer back until it is let through. */
let hold: (path: string) => Promise<void> | undefined = () => undefined
const opened: (() => void)[] = []

beforeAll(async () => {
  stack = await startLocalSupabase()
  sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  admin = postgres(stack.adminDbUrl, { max: 1, onnotice: () => undefined })
  ada = await signUp(stack, 'ada@example.com')
  alan = await signUp(stack, 'alan@example.com')
  const [profile] = await sql`select agency_id from public.user_profiles where id = ${ada.id}`
  await sql`update public.user_profiles set agency_id = ${profile?.['agency_id']}, role = 'researcher' where id = ${alan.id}`
})
afterAll(async () => {
  await sql.end()
  await admin.end()
  await stack.stop()
})
afterEach(() => {
  hold = () => undefined
  for (const close of opened.splice(0)) close()
})

/** A hub of a person's own, in another tab so to speak, that counts what it asks for. */
async function openHub(person: Person): Promise<Hub> {
  requests = []
  const supabase = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: {
      fetch(input, init) {
        const { pathname, search } = new URL(input instanceof Request ? input.url : input)
        requests.push(`${pathname}${search}`)
        const answer = fetch(input, init)
        const held = hold(pathname)
        return held ? answer.then((response) => held.then(() => response)) : answer
      },
    },
  })
  const { data } = await person.client.auth.getSession()
  if (!data.session) throw new Error('Nobody is signed in.')
  await supabase.auth.setSession(data.session)
  hub = createHub({ supabase })
  const current = hub
  opened.push(() => current.close())
  return current
}

async function connect(): Promise<void> {
  opened.push(hub.live.connect())
  await waitForStatus('live')
}

async function waitForStatus(status: string): Promise<void> {
  expect(
    await until(
      async () => hub.live.status.getSnapshot(),
      (now) => now === status,
    ),
  ).toBe(status)
}

/** Watches the models as a component does. */
function watchModels(): () => string[] {
  const observer = new QueryObserver<Fetched<DataModel[]>>(hub.queryClient, hub.dataModels.queries.list())
  opened.push(observer.subscribe(() => undefined))
  return () => (observer.getCurrentResult().data?.data ?? []).map(({ name }) => name)
}

async function createModel(person: Person, name: string, visibility = 'private'): Promise<DataModel> {
  const { body } = await person.call<DataModel>('POST', '/models', { ...contacts, name, visibility })
  return body.data
}

describe('live', () => {
  test('what a colleague shares, changes and stops sharing is shown', async () => {
    await openHub(alan)
    const names = watchModels()
    await connect()
    const model = await createModel(ada, 'Shared', 'agency')
    expect(
      await until(
        async () => names(),
        (now) => now.includes('Shared'),
      ),
    ).toContain('Shared')
    await ada.call('PUT', `/models/${model.id}`, { visibility: 'private' })
    expect(
      await until(
        async () => names(),
        (now) => !now.includes('Shared'),
      ),
    ).not.toContain('Shared')
  })

  test('what changed between the first read and the join is shown', async () => {
    await openHub(ada)
    const names = watchModels()
    await until(
      async () => hub.queryClient.isFetching(),
      (count) => count === 0,
    )
    await createModel(ada, 'Before the join')
    expect(names()).not.toContain('Before the join')
    await connect()
    expect(names()).toContain('Before the join')
  })

  test('a channel that the server closed is joined again, and what changed meanwhile is shown', async () => {
    await openHub(ada)
    const names = watchModels()
    await connect()
    stack.realtime.closeChannels(`user:${ada.id}`)
    await waitForStatus('polling')
    await createModel(ada, 'While it was closed')
    await waitForStatus('live')
    expect(names()).toContain('While it was closed')
    await createModel(ada, 'After it was closed')
    expect(
      await until(
        async () => names(),
        (now) => now.includes('After it was closed'),
      ),
    ).toContain('After it was closed')
  })

  test('someone who moves to another agency hears of its changes', async () => {
    const grace = await signUp(stack, 'grace@example.com')
    await openHub(grace)
    const names = watchModels()
    await connect()
    const [profile] = await sql`select agency_id from public.user_profiles where id = ${ada.id}`
    await sql`update public.user_profiles set agency_id = ${profile?.['agency_id']} where id = ${grace.id}`
    await until(
      async () => stack.realtime.countListeners(`agency:${profile?.['agency_id']}`),
      (count) => count > 0,
    )
    await createModel(ada, 'For newcomers', 'agency')
    expect(
      await until(
        async () => names(),
        (now) => now.includes('For newcomers'),
      ),
    ).toContain('For newcomers')
  })

  test('two hundred changes in a second cause a handful of requests', async () => {
    const model = await createModel(ada, 'Busy')
    await openHub(ada)
    const observer = new QueryObserver(hub.queryClient, hub.records.queries.list({ model_id: model.id }))
    opened.push(observer.subscribe(() => undefined))
    await connect()
    requests = []
    const startedAt = performance.now()
    for (let index = 0; index < 200; index++)
      await sql`insert into public.records (model_id, user_id, agency_id, data)
        values (${model.id}, ${ada.id}, ${model.agency_id}, ${sql.json({ name: `P${index}` })})`
    const seconds = (performance.now() - startedAt) / 1000
    const { total } = await until(
      async () => observer.getCurrentResult().data?.data ?? { total: 0 },
      (page) => page.total === 200,
    )
    expect(total).toBe(200)
    expect(requests.length).toBeLessThanOrEqual(4 + seconds * 2)
  })

  test('an answer that is older than what was pushed meanwhile does not take its place', async () => {
    await openHub(ada)
    const model = await createModel(ada, 'Overtaken')
    const fileUrl = await ada.upload('overtaken.csv', 'name,amount\nGrace,1\n')
    await connect()
    let letThrough = (): void => undefined
    const waiting = new Promise<void>((resolve) => (letThrough = resolve))
    let asked = ''
    const observe = (id: string) => {
      hold = (path) => (path.endsWith(`/import-jobs/${id}`) ? waiting : undefined)
      const observer = new QueryObserver<Fetched<ImportJob>>(hub.queryClient, hub.imports.queries.detail(id))
      opened.push(observer.subscribe(() => undefined))
      asked = `/functions/v1/data-hub-api/import-jobs/${id}`
      return observer
    }
    const watched = new QueryObserver<Fetched<ImportJob[]>>(
      hub.queryClient,
      hub.imports.queries.list(model.id),
    )
    opened.push(watched.subscribe(() => undefined))
    const { id } = await hub.imports.create({ model_id: model.id, file_url: fileUrl, file_type: 'csv' })
    // Holding the job's row holds the worker until the older answer has been made.
    const observer = await sql.begin(async (transaction) => {
      const [row] = await transaction`select status from public.import_jobs where id = ${id} for update`
      expect(['pending', 'processing']).toContain(row?.['status'])
      const before = await ada.call('GET', `/import-jobs/${id}`)
      expect(before.body.data.status).not.toBe('completed')
      const started = observe(id)
      await until(async () => requests.includes(asked), Boolean)
      // The real answer is on its way when this one is: the same function makes both, one after the other.
      await ada.call('GET', `/import-jobs/${id}`)
      return started
    })
    await until(
      async () => watched.getCurrentResult().data?.data.find((job) => job.id === id)?.status,
      (status) => status === 'completed',
    )
    letThrough()
    const shown = await until(
      async () => observer.getCurrentResult().data?.data.status,
      (status) => status !== undefined,
    )
    expect(shown).toBe('completed')
  })

  test('a feature that registers after the topics were joined hears of changes too', async () => {
    await openHub(ada)
    await connect()
    const campaigns = createCampaigns(hub)
    await waitForStatus('live')
    const { queryKey, queryFn, staleTime } = campaigns.queries.list()
    // Without the polling of the query itself: what comes was pushed.
    const observer = new QueryObserver(hub.queryClient, { queryKey, queryFn, staleTime })
    opened.push(observer.subscribe(() => undefined))
    await until(
      async () => hub.queryClient.isFetching(),
      (count) => count === 0,
    )
    await sql`insert into public.campaigns (agency_id, name)
      select agency_id, 'Pushed' from public.user_profiles where id = ${ada.id}`
    const names = await until(
      async () => (observer.getCurrentResult().data?.data.campaigns ?? []).map(({ name }) => name),
      (now) => now.includes('Pushed'),
    )
    expect(names).toEqual(['Pushed'])
  })

  test('a topic that is refused is joined once it may be', async () => {
    const joan = await signUp(stack, 'joan@example.com')
    await openHub(joan)
    const names = watchModels()
    try {
      await admin`alter policy "Users listen to their own topics" on realtime.messages using (false)`
      opened.push(hub.live.connect())
      await waitForStatus('polling')
    } finally {
      await admin`alter policy "Users listen to their own topics" on realtime.messages
        using ((select realtime.topic()) in ('user:' || (select auth.uid())::text, 'agency:' || (select headwater.current_agency_id())::text))`
    }
    await waitForStatus('live')
    await createModel(joan, 'Allowed again')
    expect(
      await until(
        async () => names(),
        (now) => now.includes('Allowed again'),
      ),
    ).toContain('Allowed again')
  })
})
