import type { CreateDataModel, ImportJob } from '@headwater/core'
import { startLocalSupabase, type LocalSupabase } from '@headwater/local-supabase'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'

/** The data of most answers: whatever of it an endpoint gives. */
export interface AnswerData extends ImportJob {
  name: string
  /** A record's values. */
  data: Record<string, unknown>
  records: { id: string; data: Record<string, unknown> }[]
  total: number
  errors: { row_number: number; errors: { code: string }[]; raw: unknown }[]
}

/** A parsed answer: a success's data, or a problem's members. */
export interface AnswerBody<Data> {
  data: Data
  code: string
  request_id: string
  import_job_id: string
  issues: { path: string; message: string }[]
}

/** A signed-in user of the API. */
export interface Person {
  id: string
  client: SupabaseClient
  /** Calls the data hub's API; answers the status and the parsed body. */
  call<Data = AnswerData>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: AnswerBody<Data>; headers: Headers }>
  /** Uploads a file to the person's own folder and returns its path. */
  upload(name: string, content: string | Uint8Array, type?: string): Promise<string>
}

/** Signs a person up on a stack. */
export async function signUp(stack: LocalSupabase, email: string): Promise<Person> {
  const client = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { data, error } = await client.auth.signUp({ email, password: 'correct horse battery' })
  if (error || !data.user || !data.session) throw error ?? new Error('no session')
  const { id } = data.user
  const token = data.session.access_token
  return {
    id,
    client,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${stack.functionsUrl}/data-hub-api${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json(), headers: response.headers }
    },
    async upload(name, content, type = 'text/csv') {
      const path = `${id}/${name}`
      const body = new Blob([typeof content === 'string' ? content : new Uint8Array(content)], { type })
      const { error: failure } = await client.storage.from('imports').upload(path, body)
      if (failure) throw failure
      return path
    },
  }
}

/** Polls until a value is as wanted, for 30 s at most. */
export async function until<Value>(
  read: () => Promise<Value>,
  done: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const value = await read()
    if (done(value) || Date.now() > deadline) return value
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Waits for an import's final state. */
export async function ended(person: Person, id: string): Promise<ImportJob> {
  const job = await until(
    async () => (await person.call('GET', `/import-jobs/${id}`)).body.data,
    ({ status }) => ['completed', 'failed', 'cancelled'].includes(status),
  )
  return job
}

/** A small model with one field of each kind that the tests need. */
export const contacts: CreateDataModel = {
  name: 'Contacts',
  fields: [
    { id: '1', name: 'name', type: 'text', required: true },
    { id: '2', name: 'email', type: 'email' },
    { id: '3', name: 'amount', type: 'number' },
  ],
}

/** Makes a model and returns its id. */
export async function createModel(person: Person, model: CreateDataModel = contacts): Promise<string> {
  const { status, body } = await person.call('POST', '/models', model)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.data.id
}

export { startLocalSupabase, type LocalSupabase }
