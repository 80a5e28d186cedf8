import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from '../src/index.ts'
import { clientOf, project, signUp } from './people.ts'

let stack: LocalSupabase
let service: SupabaseClient

beforeAll(async () => {
  stack = await startLocalSupabase({ project })
  service = clientOf(stack, stack.secretKey)
})

afterAll(() => stack.stop())

async function create(email: string): Promise<string> {
  const { data, error } = await service.auth.admin.createUser({
    email,
    password: 'correct horse',
    email_confirm: true,
    user_metadata: { full_name: 'Ada' },
    app_metadata: { plan: 'team' },
  })
  if (error) throw error
  return data.user.id
}

describe('The secret key', () => {
  test('makes a user who can sign in', async () => {
    const id = await create('Ada@example.com')
    const client = clientOf(stack)
    const credentials = { email: 'ada@example.com', password: 'correct horse' }
    const { data, error } = await client.auth.signInWithPassword(credentials)
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ id, email: 'ada@example.com', user_metadata: { full_name: 'Ada' } })
    const { data: claims } = await client.auth.getClaims()
    expect(claims?.claims).toMatchObject({ sub: id, app_metadata: { plan: 'team' } })
  })

  test('reads a user, and knows one that is not there', async () => {
    const id = await create('read@example.com')
    const { data } = await service.auth.admin.getUserById(id)
    expect(data.user).toMatchObject({
      id,
      email: 'read@example.com',
      app_metadata: { provider: 'email', plan: 'team' },
    })
    expect(data.user?.identities).toMatchObject([{ provider: 'email', user_id: id }])
    const { error } = await service.auth.admin.getUserById('00000000-0000-4000-8000-000000000000')
    expect(error).toMatchObject({ status: 404, code: 'user_not_found' })
  })

  test('lists users by pages', async () => {
    await create('listed@example.com')
    const { data: first } = await service.auth.admin.listUsers({ page: 1, perPage: 1 })
    const { data: all } = await service.auth.admin.listUsers({ perPage: 100 })
    expect(first.users).toHaveLength(1)
    expect(all.users.map(({ email }) => email)).toContain('listed@example.com')
    expect(first).toMatchObject({ total: all.users.length, nextPage: 2, lastPage: all.users.length })
  })

  test('changes what it names of a user, and nothing else', async () => {
    const id = await create('change@example.com')
    const { data, error } = await service.auth.admin.updateUserById(id, {
      password: 'another horse',
      user_metadata: { team: 'north' },
    })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({
      email: 'change@example.com',
      user_metadata: { full_name: 'Ada', team: 'north' },
    })
    const client = clientOf(stack)
    const old = { email: 'change@example.com', password: 'correct horse' }
    expect((await client.auth.signInWithPassword(old)).error?.status).toBe(400)
    const fresh = { email: 'change@example.com', password: 'another horse' }
    expect((await client.auth.signInWithPassword(fresh)).error).toBeNull()
  })

  test('deletes a user, who can’t sign in any more', async () => {
    const { id, client } = await signUp(stack, 'gone@example.com')
    expect((await service.auth.admin.deleteUser(id)).error).toBeNull()
    expect((await service.auth.admin.deleteUser(id)).error?.status).toBe(404)
    expect((await client.auth.refreshSession()).error).not.toBeNull()
    const credentials = { email: 'gone@example.com', password: 'correct horse' }
    expect((await client.auth.signInWithPassword(credentials)).error?.status).toBe(400)
  })

  test('is told why a user can’t be made', async () => {
    await create('twice@example.com')
    const again = await service.auth.admin.createUser({
      email: 'TWICE@example.com',
      password: 'correct horse',
    })
    expect(again.error).toMatchObject({ status: 422, code: 'email_exists' })
    const weak = await service.auth.admin.createUser({ email: 'weak@example.com', password: 'short' })
    expect(weak.error).toMatchObject({ status: 422, code: 'weak_password' })
    expect((await service.auth.admin.createUser({})).error?.status).toBe(400)
  })
})

describe('Anyone else', () => {
  test('is refused with 403, whatever they ask', async () => {
    const id = await create('victim@example.com')
    const { client } = await signUp(stack, 'curious@example.com')
    for (const { auth } of [client, clientOf(stack), clientOf(stack, stack.anonKey)]) {
      const answers = await Promise.all([
        auth.admin.listUsers(),
        auth.admin.getUserById(id),
        auth.admin.createUser({ email: 'x@example.com', password: 'correct horse' }),
        auth.admin.updateUserById(id, { password: 'stolen horse' }),
        auth.admin.deleteUser(id),
      ])
      expect(answers.map(({ error }) => error?.status)).toEqual([403, 403, 403, 403, 403])
    }
    expect((await service.auth.admin.getUserById(id)).data.user?.id).toBe(id)
  })

  test('is refused although they name the secret key beside their own token', async () => {
    const { token } = await signUp(stack, 'clever@example.com')
    const headers = { apikey: stack.secretKey, authorization: `Bearer ${token}` }
    expect((await fetch(`${stack.apiUrl}/auth/v1/admin/users`, { headers })).status).toBe(403)
  })
})
