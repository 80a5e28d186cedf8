import type postgres from 'postgres'
import { answerAuthAdmin } from './auth-admin.ts'
import { JWT_SECRET, signJwt, verifyJwt } from './keys.ts'

type Fetch = (request: Request) => Promise<Response>

interface UserFacts {
  phone: string | null
  is_anonymous: boolean
  raw_app_meta_data: unknown
  raw_user_meta_data: unknown
}

interface SessionAnswer {
  access_token?: string
  session?: { access_token?: string }
}

const methodOfPath: Readonly<Record<string, string>> = { '/signup': 'password', '/verify': 'otp' }

/** Tokens get the claims that hosted ones have. */
async function withHostedClaims(
  admin: postgres.Sql,
  token: string,
  facts: { issuer: string; method: string },
): Promise<string> {
  const claims = verifyJwt(token, JWT_SECRET)
  const id = claims?.['sub']
  if (claims === null || typeof id !== 'string') return token
  const [user] = await admin<UserFacts[]>`
    select phone, is_anonymous, raw_app_meta_data, raw_user_meta_data from auth.users where id = ${id}`
  if (!user) return token
  return signJwt(
    {
      ...claims,
      iss: facts.issuer,
      phone: user.phone ?? '',
      app_metadata: user.raw_app_meta_data,
      user_metadata: user.raw_user_meta_data,
      aal: 'aal1',
      amr: [{ method: facts.method, timestamp: claims['iat'] }],
      is_anonymous: user.is_anonymous,
    },
    JWT_SECRET,
  )
}

/** Passes a request to Auth and completes the tokens in its answer. Administration is answered here. */
export async function answerAuth(
  fetch: Fetch,
  admin: postgres.Sql,
  request: Request,
  url: URL,
): Promise<Response> {
  const path = url.pathname.slice('/auth/v1'.length)
  if (path.startsWith('/admin/')) return answerAuthAdmin(admin, request, url)
  const refresh = url.searchParams.get('grant_type') === 'refresh_token'
  const response = await fetch(request)
  if (!response.ok || !['/token', '/signup', '/verify'].includes(path)) return response
  if (!response.headers.get('content-type')?.includes('json')) return response
  const facts = {
    issuer: `${url.origin}/auth/v1`,
    method: refresh ? 'token_refresh' : (methodOfPath[path] ?? 'password'),
  }
  const answer: SessionAnswer = await response.json()
  if (answer.access_token) answer.access_token = await withHostedClaims(admin, answer.access_token, facts)
  if (answer.session?.access_token)
    answer.session.access_token = await withHostedClaims(admin, answer.session.access_token, facts)
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return new Response(JSON.stringify(answer), { status: response.status, headers })
}
