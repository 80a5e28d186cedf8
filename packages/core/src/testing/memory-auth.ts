import type { MemoryUser } from './memory-store.ts'

const WEEK_SECONDS = 7 * 24 * 3600

function base64Url(value: object): string {
  return btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function userOf({ id, email, agencyId }: MemoryUser) {
  return {
    id,
    aud: 'authenticated',
    role: 'authenticated',
    email,
    app_metadata: { agency_id: agencyId },
    user_metadata: {},
    created_at: '2026-01-01T00:00:00.000Z',
  }
}

/** A session in the shape that auth answers with; its token is signed by nobody. */
function sessionOf(user: MemoryUser) {
  const expiresAt = Math.floor(Date.now() / 1000) + WEEK_SECONDS
  const claims = {
    sub: user.id,
    email: user.email,
    role: 'authenticated',
    aud: 'authenticated',
    exp: expiresAt,
  }
  return {
    access_token: `${base64Url({ alg: 'HS256', typ: 'JWT' })}.${base64Url(claims)}.bWVtb3J5`,
    token_type: 'bearer',
    expires_in: WEEK_SECONDS,
    expires_at: expiresAt,
    refresh_token: 'memory',
    user: userOf(user),
  }
}

/** Answers auth's endpoints for the one user there is: any sign-in signs that user in. */
export function answerAuth(user: MemoryUser, request: Request, path: string): Response {
  if (path === '/user')
    return request.headers.get('authorization')?.includes('.') === true
      ? Response.json(userOf(user))
      : Response.json({ code: 401, error_code: 'no_authorization', msg: 'No session' }, { status: 401 })
  if (path === '/logout') return new Response(null, { status: 204 })
  if (path === '/token') return Response.json(sessionOf(user))
  return Response.json({ code: 404, error_code: 'not_found', msg: 'Not found' }, { status: 404 })
}

/** Keeps a session for as long as the client lives, signed in from the start. */
export function createMemorySessions(storageKey: string, user: MemoryUser | null) {
  const items = new Map<string, string>(user ? [[storageKey, JSON.stringify(sessionOf(user))]] : [])
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}
