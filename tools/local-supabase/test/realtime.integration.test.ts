import type { RealtimeChannel, RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from '../src/index.ts'
import { project, signUp, until } from './people.ts'

interface Note extends Record<string, unknown> {
  id: string
  user_id: string
  data: { n: number }
}

type Change = RealtimePostgresChangesPayload<Note>

let stack: LocalSupabase
let sql: postgres.Sql
let ada: SupabaseClient
let alan: SupabaseClient
let adaId: string

beforeAll(async () => {
  stack = await startLocalSupabase({ project })
  sql = postgres(stack.dbUrl, { max: 2, onnotice: () => undefined })
  ;({ client: ada, id: adaId } = await signUp(stack, 'ada@example.com'))
  ;({ client: alan } = await signUp(stack, 'alan@example.com'))
  await ada.realtime.setAuth()
  await alan.realtime.setAuth()
})

afterAll(async () => {
  await Promise.all([ada.realtime.disconnect(), alan.realtime.disconnect()])
  await sql.end()
  await stack.stop()
})

function joined(channel: RealtimeChannel): Promise<string> {
  return new Promise((resolve) =>
    channel.subscribe((status, error) => resolve(error ? `${status}: ${error.message}` : status)),
  )
}

/** Waits for so many events. Row level security is asked about the row as it is then: one that is gone by then is seen by nobody. */
async function received(changes: Change[], count: number): Promise<void> {
  await until(
    () => changes.length,
    (length) => length >= count,
  )
}

let channelCount = 0

async function changesOf(client: SupabaseClient, filter?: string): Promise<Change[]> {
  const changes: Change[] = []
  const wanted = { event: '*', schema: 'public', table: 'notes', ...(filter ? { filter } : {}) } as const
  const channel = client
    .channel(`changes-${++channelCount}`)
    .on<Note>('postgres_changes', wanted, (change) => changes.push(change))
  expect(await joined(channel)).toBe('SUBSCRIBED')
  return changes
}

describe('Changes of a published table', () => {
  test('reach a subscriber who may read the row, and nobody else', async () => {
    const [seen, hidden] = [await changesOf(ada), await changesOf(alan)]
    const { data: note } = await ada
      .from('notes')
      .insert({ data: { n: 1 } })
      .select()
      .single()
      .throwOnError()
    await received(seen, 1)
    await ada
      .from('notes')
      .update({ data: { n: 2 } })
      .eq('id', note.id)
      .throwOnError()
    await received(seen, 2)
    await ada.from('notes').delete().eq('id', note.id).throwOnError()
    await received(seen, 3)
    expect(seen.map(({ eventType }) => eventType)).toEqual(['INSERT', 'UPDATE', 'DELETE'])
    expect(seen[0]).toMatchObject({
      schema: 'public',
      table: 'notes',
      new: { id: note.id, user_id: adaId, data: { n: 1 } },
    })
    expect(seen[1]).toMatchObject({ new: { data: { n: 2 } }, old: { id: note.id } })
    expect(seen[2]).toMatchObject({ old: { id: note.id } })
    // Of a deleted row everybody who may read the table learns the key: nothing else is left to ask row level security about.
    await received(hidden, 1)
    expect(hidden.map(({ eventType, old }) => [eventType, old])).toEqual([['DELETE', { id: note.id }]])
  })

  test('have each value as its type, whatever a transaction wrote around it', async () => {
    const seen = await changesOf(ada)
    await sql.begin(async (transaction) => {
      await transaction`insert into notes (user_id, data) select ${adaId}, jsonb_build_object('n', n, 'text', 'ä"\\', 'list', '[1,null]'::jsonb) from generate_series(1, 50) n`
    })
    await received(seen, 50)
    expect(seen.map((change) => ('data' in change.new ? change.new.data : null))).toEqual(
      Array.from({ length: 50 }, (_, index) => ({ n: index + 1, text: 'ä"\\', list: [1, null] })),
    )
    const created = seen[0]?.new
    expect(created && 'created_at' in created ? created['created_at'] : '').toMatch(
      /^\d{4}-\d\d-\d\dT.*\+00:00$/,
    )
  })

  test('pass a filter on a column', async () => {
    const [first] = await sql`insert into notes (user_id) values (${adaId}) returning id`
    const [second] = await sql`insert into notes (user_id) values (${adaId}) returning id`
    const seen = await changesOf(ada, `id=eq.${second?.['id']}`)
    await sql`update notes set data = '{"n": 5}' where id in ${sql([first?.['id'], second?.['id']])}`
    await sql`update notes set data = '{"n": 6}' where id = ${second?.['id']}`
    await received(seen, 2)
    expect(new Set(seen.map((change) => ('id' in change.new ? change.new.id : null)))).toEqual(
      new Set([second?.['id']]),
    )
  })

  test('of a transaction that was rolled back reach nobody', async () => {
    const seen = await changesOf(ada)
    await sql
      .begin(async (transaction) => {
        await transaction`insert into notes (user_id, data) values (${adaId}, '{"n": 7}')`
        throw new Error('rolled back')
      })
      .catch(() => undefined)
    await sql`insert into notes (user_id, data) values (${adaId}, '{"n": 8}')`
    await received(seen, 1)
    expect(seen.map((change) => ('data' in change.new ? change.new.data : null))).toEqual([{ n: 8 }])
  })
})

describe('Broadcast', () => {
  test('delivers a message of the database to its own topic alone', async () => {
    const received: unknown[] = []
    const channel = ada
      .channel(`user:${adaId}`, { config: { private: true } })
      .on('broadcast', { event: 'note' }, ({ payload }) => received.push(payload))
    expect(await joined(channel)).toBe('SUBSCRIBED')
    await sql`select realtime.send('{"n": 1}'::jsonb, 'note', ${`user:${adaId}`}, true)`
    await until(
      () => received.length,
      (count) => count > 0,
    )
    expect(received).toEqual([{ n: 1 }])
  })

  test('refuses the topic of another user', async () => {
    const channel = alan.channel(`user:${adaId}`, { config: { private: true } })
    expect(await joined(channel)).toMatch(/^CHANNEL_ERROR: .*Unauthorized/)
    await alan.removeChannel(channel)
  })

  test('goes from one client to the others, by socket and by request', async () => {
    const received: unknown[] = []
    const listening = ada
      .channel('room')
      .on('broadcast', { event: 'hello' }, ({ payload }) => received.push(payload))
    expect(await joined(listening)).toBe('SUBSCRIBED')
    const speaking = alan.channel('room')
    await speaking.httpSend('hello', { by: 'request' })
    expect(await joined(speaking)).toBe('SUBSCRIBED')
    await speaking.send({ type: 'broadcast', event: 'hello', payload: { by: 'socket' } })
    await until(
      () => received.length,
      (count) => count === 2,
    )
    expect(received).toEqual([{ by: 'request' }, { by: 'socket' }])
  })
})

describe('Presence', () => {
  test('shows who is there until they leave', async () => {
    const watching = ada.channel('lobby').on('presence', { event: 'sync' }, () => undefined)
    expect(await joined(watching)).toBe('SUBSCRIBED')
    const visiting = alan.channel('lobby', { config: { presence: { key: 'alan' } } })
    expect(await joined(visiting)).toBe('SUBSCRIBED')
    await visiting.track({ page: 'imports' })
    const names = () => Object.keys(watching.presenceState())
    expect(await until(names, (keys) => keys.length === 1)).toEqual(['alan'])
    expect(watching.presenceState()['alan']).toMatchObject([{ page: 'imports' }])
    await alan.removeChannel(visiting)
    expect(await until(names, (keys) => keys.length === 0)).toEqual([])
  })
})
