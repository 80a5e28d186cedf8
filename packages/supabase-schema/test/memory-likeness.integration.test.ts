import { createMemorySupabase } from '@headwater/core/testing'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUp, startLocalSupabase, until, type LocalSupabase } from './data-hub.ts'

let stack: LocalSupabase
let real: SupabaseClient

beforeAll(async () => {
  stack = await startLocalSupabase()
  real = (await signUp(stack, 'likeness@example.com')).client
})

afterAll(() => stack.stop())

interface Outcome {
  status: number
  body: unknown
}

type Call = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  key?: string,
) => Promise<Outcome>

function callerOf(client: SupabaseClient): Call {
  return async (method, path, body, key) => {
    const { data, response } = await client.functions.invoke<unknown>(`data-hub-api${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    if (!response) throw new Error(`${method} ${path} got no answer.`)
    return { status: response.status, body: response.ok ? data : await response.json() }
  }
}

/** Names ids by the order in which they come up, and drops what no two runs share. */
function createNaming() {
  const names = new Map<string, string>()
  return (value: unknown): unknown => {
    const text = JSON.stringify(value, (key, member: unknown) =>
      ['request_id', 'title'].includes(key)
        ? undefined
        : /_(at|until)$/.test(key) && member !== null
          ? 'a time'
          : member,
    )
    const named = text.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, (id) => {
      const name = names.get(id) ?? `id ${names.size + 1}`
      names.set(id, name)
      return name
    })
    return JSON.parse(named)
  }
}

const fields = [
  { id: 'a', name: 'name', type: 'text', required: true, unique: true },
  { id: 'b', name: 'email', type: 'email' },
  { id: 'c', name: 'amount', type: 'number' },
  { id: 'd', name: 'active', type: 'boolean' },
  { id: 'e', name: 'since', type: 'date' },
]
const records = [
  { name: 'ada', email: 'Ada@Example.com', amount: '12.5', active: 'yes', since: '2026-01-31' },
  { name: 'alan', amount: 3, active: false },
  { name: 'barbara', email: 'b@example.com', amount: 100, since: '2025-12-01' },
  { name: '', amount: 'x' },
  { name: 'grace 100%', amount: -1, active: true, since: '2024-02-29' },
]
const id = (outcome: Outcome): string => /"id":"([^"]+)"/.exec(JSON.stringify(outcome.body))?.[1] ?? ''
const nobody = '00000000-0000-4000-8000-000000000000'

/** Walks through the whole API; gives each step's outcome under a name. */
async function walk(client: SupabaseClient): Promise<[string, unknown][]> {
  const call = callerOf(client)
  const naming = createNaming()
  const steps: [string, unknown][] = []
  async function step(name: string, ...request: Parameters<Call>): Promise<Outcome> {
    const outcome = await call(...request)
    steps.push([name, naming(outcome)])
    return outcome
  }

  const model = id(await step('make a model', 'POST', '/models', { name: ' People ', fields }))
  await step('make a faulty model', 'POST', '/models', { name: '', fields: [], more: 1 })
  await step('send what is no JSON', 'POST', '/models', '{')
  await step('list models', 'GET', '/models')
  await step('read no model', 'GET', `/models/${nobody}`)
  await step('read no id', 'GET', '/models/x')
  await step('no such path', 'GET', '/nothing')
  const bulk = { model_id: model, records }
  await step('block on invalid records', 'POST', '/import', { ...bulk, on_invalid: 'block' })
  await step('add records', 'POST', '/import', bulk, 'bulk-1')
  await step('add them again with the key', 'POST', '/import', bulk, 'bulk-1')
  await step(
    'another request with the key',
    'POST',
    '/import',
    { ...bulk, records: [{ name: 'eve' }] },
    'bulk-1',
  )
  await step('add them again', 'POST', '/import', bulk)

  const list = (name: string, query: Record<string, string>) =>
    step(
      name,
      'GET',
      `/records?${new URLSearchParams({ model_id: model, sort: '{"field":"name","direction":"asc"}', ...query })}`,
    )
  await list('all by name', {})
  for (const field of ['amount', 'since', 'active', 'email'])
    for (const direction of ['asc', 'desc'])
      await list(`by ${field} ${direction}`, {
        sort: JSON.stringify({ field, direction }),
        filters: JSON.stringify([
          { field, operator: 'not_empty' },
          { field: 'name', operator: 'neq', value: 'alan' },
        ]),
        ...(field === 'active' ? { search: 'ada' } : {}),
      })
  const filters: [string, string, unknown?][] = [
    ['amount', 'gt', 3],
    ['amount', 'lte', 3],
    ['amount', 'eq', '3'],
    ['amount', 'neq', 3],
    ['since', 'gte', '2025-12-01'],
    ['since', 'empty'],
    ['active', 'eq', true],
    ['active', 'neq', true],
    ['name', 'contains', 'A'],
    ['name', 'contains', '0%'],
    ['name', 'contains', '_'],
    ['name', 'starts_with', 'AL'],
    ['amount', 'contains', '1'],
    ['email', 'lt', 'b'],
    ['name', 'eq'],
    ['nothing', 'eq', 1],
    ['name', 'nothing', 1],
  ]
  for (const [field, operator, value] of filters)
    await list(`${field} ${operator} ${String(value)}`, {
      filters: JSON.stringify([{ field, operator, value }]),
    })
  await list('search', { search: 'EXAMPLE.com' })
  await list('search for a value', { search: '12.5' })
  await list('a page', { offset: '1', limit: '2' })
  await list('no page', { limit: '0' })
  await list('far away', { offset: '100' })
  await list('by nothing', { sort: '{"field":"nothing","direction":"asc"}' })
  await list('by what is no JSON', { sort: '{' })

  const eve = id(
    await step('add a record', 'POST', '/records', { model_id: model, data: { name: 'eve', more: 1 } }),
  )
  await step('add an invalid one', 'POST', '/records', { model_id: model, data: { amount: 'x', email: 'y' } })
  await step('add a taken one', 'POST', '/records', { model_id: model, data: { name: 'EVE' } })
  await step('add to no model', 'POST', '/records', { model_id: nobody, data: { name: 'eve' } })
  await step('change it', 'PUT', `/records/${eve}`, { data: { amount: '7', email: null } })
  await step('clear a value', 'PUT', `/records/${eve}`, { data: { amount: '' } })
  await step('clear a required value', 'PUT', `/records/${eve}`, { data: { name: null } })
  await step('change what it has not', 'PUT', `/records/${eve}`, { data: { nothing: 1 } })
  await step('take another’s name', 'PUT', `/records/${eve}`, { data: { name: 'Ada' } })
  await step('keep its own name', 'PUT', `/records/${eve}`, { data: { name: 'EVE' } })
  await step('rename a field', 'PUT', `/models/${model}`, {
    description: 'All of them.',
    fields: fields.map((field) => (field.id === 'c' ? { ...field, name: 'spent' } : field)),
  })
  await list('all with the renamed field', {})
  await step('change nothing', 'PUT', `/models/${model}`, {})
  await step('delete it', 'DELETE', `/records/${eve}`)
  await step('delete it again', 'DELETE', `/records/${eve}`)

  const { data } = await client.auth.getSession()
  const path = `${data.session?.user.id}/likeness/people.csv`
  const people = id(await step('make another model', 'POST', '/models', { name: 'From a file', fields }))
  const job = { model_id: people, file_url: path, file_type: 'csv' }
  await step('import no file', 'POST', '/import-jobs', job)
  const file = new Blob(['Name,E-Mail,AMOUNT\nzoe,z@example.com,1\nyan,x,2\nZoe,,3\nxi,,\n'], {
    type: 'text/csv',
  })
  await client.storage.from('imports').upload(path, file)
  const first = id(await step('import a file', 'POST', '/import-jobs', job))
  const isDone = ({ body }: Outcome) => /"status":"(completed|failed)"/.test(JSON.stringify(body))
  const read = () => call('GET', `/import-jobs/${first}`)
  steps.push(['the ended import', naming(await until(read, isDone))])
  await step('its errors', 'GET', `/import-jobs/${first}/errors?limit=1&offset=1`)
  await step('its records', 'GET', `/records?model_id=${people}`)
  await step('import it again', 'POST', '/import-jobs', job)
  await step('cancel it', 'POST', `/import-jobs/${first}/cancel`)
  await step('cancel nothing', 'POST', `/import-jobs/${nobody}/cancel`)
  await step('errors of nothing', 'GET', `/import-jobs/${nobody}/errors`)
  await step('list imports', 'GET', `/import-jobs?model_id=${people}`)
  await step('list no imports', 'GET', `/import-jobs?model_id=${model}`)
  await walkImports({ client, call, step, steps, naming, people })
  await step('delete the model', 'DELETE', `/models/${people}`)
  await step('its import is gone', 'GET', `/import-jobs/${first}`)
  await step('its records are gone', 'GET', `/records?model_id=${people}`)
  return steps
}

interface Walk {
  client: SupabaseClient
  call: Call
  step: (name: string, ...request: Parameters<Call>) => Promise<Outcome>
  steps: [string, unknown][]
  naming: (value: unknown) => unknown
  /** A model that an import filled. */
  people: string
}

/** Walks through what an import does to records that are there, and what comes after it. */
async function walkImports({ client, call, step, steps, naming, people }: Walk): Promise<void> {
  const { data } = await client.auth.getSession()
  const path = `${data.session?.user.id}/likeness/changes.csv`
  const rows = [
    'zoe,new@example.com,5',
    'XI,xi@example.com,',
    ',nobody@example.com,1',
    'zoe,z@example.com,6',
    'will,w,7',
    'vera,v@example.com,8',
  ]
  const file = new Blob([`name,email,amount\n${rows.join('\n')}\n`], { type: 'text/csv' })
  await client.storage.from('imports').upload(path, file)
  const isDone = ({ body }: Outcome) => /"status":"(completed|failed)"/.test(JSON.stringify(body))
  async function run(name: string, ...request: Parameters<Call>): Promise<string> {
    const job = id(await step(name, ...request))
    steps.push([`${name}: its end`, naming(await until(() => call('GET', `/import-jobs/${job}`), isDone))])
    await step(`${name}: errors`, 'GET', `/import-jobs/${job}/errors`)
    await step(`${name}: changes`, 'GET', `/import-jobs/${job}/changes`)
    await step(
      `${name}: records`,
      'GET',
      `/records?model_id=${people}&sort={"field":"name","direction":"asc"}`,
    )
    return job
  }
  const upsert = { model_id: people, file_url: path, file_type: 'csv', mode: 'upsert', key_fields: ['name'] }
  await step('an upsert without keys', 'POST', '/import-jobs', { ...upsert, key_fields: [] })
  await step('an insert with keys', 'POST', '/import-jobs', { ...upsert, mode: 'insert' })
  await step('an upsert by no field', 'POST', '/import-jobs', {
    ...upsert,
    key_fields: ['nothing'],
    newest_by: 'name',
  })
  await step('after no dry run', 'POST', '/import-jobs', { ...upsert, dry_run_of: nobody })
  const dryRun = await run('foretell an upsert', 'POST', '/import-jobs', { ...upsert, dry_run: true })
  await step('with other settings', 'POST', '/import-jobs', { ...upsert, mode: 'update', dry_run_of: dryRun })
  const real = await run('upsert', 'POST', '/import-jobs', { ...upsert, dry_run_of: dryRun })
  await step('only the updates', 'GET', `/import-jobs/${real}/changes?action=update&limit=1`)
  await step('no such action', 'GET', `/import-jobs/${real}/changes?action=nothing`)
  await run('undo it', 'POST', `/import-jobs/${real}/undo`, {})
  await step('undo it twice', 'POST', `/import-jobs/${real}/undo`, {})
  await step('undo a dry run', 'POST', `/import-jobs/${dryRun}/undo`, {})
  await step('undo nothing', 'POST', `/import-jobs/${nobody}/undo`, {})
  const again = await run('again, another way', 'POST', '/import-jobs', {
    ...upsert,
    mode: 'update',
    field_policies: { email: 'fill_blank', amount: 'newest' },
    newest_by: 'since',
    duplicates_in_file: 'first',
    plan: {
      name: { columns: ['name'], steps: [{ kind: 'case', to: 'lower' }] },
      email: { columns: ['email'], steps: [{ kind: 'default', value: 'none@example.com' }] },
      amount: { columns: ['amount'], steps: [] },
    },
  })
  await run('repeat it', 'POST', `/import-jobs/${again}/again`, { dry_run: true })
  await step('repeat with no file', 'POST', `/import-jobs/${again}/again`, { file_url: `${path}x` })
  await run('skip what is there', 'POST', '/import-jobs', {
    ...upsert,
    mode: 'skip_duplicates',
    allow_duplicate: true,
  })
  await step('pause what has ended', 'POST', `/import-jobs/${real}/pause`)
  await step('resume what isn’t paused', 'POST', `/import-jobs/${real}/resume`)
  const query = `model_id=${people}&header_signature=3-0123456789abcdef`
  await step('no saved mapping', 'GET', `/import-mappings?${query}`)
  await step('no signature', 'GET', `/import-mappings?model_id=${people}`)
  const mapping = { model_id: people, header_signature: '3-0123456789abcdef', columns: ['name', 'email'] }
  await step('save a mapping', 'PUT', '/import-mappings', { ...mapping, mapping: { name: 'name' } })
  await step('save it again', 'PUT', '/import-mappings', { ...mapping, reading: { delimiter: ';' } })
  await step('save a faulty one', 'PUT', '/import-mappings', { ...mapping, columns: [] })
  await step('the saved mapping', 'GET', `/import-mappings?${query}`)
  const report = await client.functions.invoke<string>(`data-hub-api/import-jobs/${real}/errors.csv`, {
    method: 'GET',
  })
  steps.push(['the report', report.data])
}

test('the memory backend of @headwater/core/testing answers as the real one does, step for step', async () => {
  const answers = await walk(real)
  const memory = new Map(await walk(createMemorySupabase({ stepMs: 1 })))
  expect(answers.length).toBeGreaterThan(60)
  for (const [name, answer] of answers) expect.soft(memory.get(name), name).toEqual(answer)
})
