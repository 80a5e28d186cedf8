import type postgres from 'postgres'
import { answerAuthAdmin } from './auth-admin.ts'
import { JWT_SECRET, signJwt, verifyJwt, type Claims } from './keys.ts'

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

interface TokenFacts {
  issuer: string
  method: string
  /** The function that completes the claims, as `schema.name`. */
  hook: string | null
}

/** Asks the project's hook for a token's claims, as the role that hosted Auth asks with. */
async function withHook(admin: postgres.Sql, claims: Claims, { hook, method }: TokenFacts): Promise<Claims> {
  if (hook === null) return claims
  const event = JSON.stringify({ user_id: claims['sub'], claims, authentication_method: method })
  return admin.begin(async (sql) => {
    await sql`select set_config('role', 'supabase_auth_admin', true)`
    const [answer] = await sql<{ claims: Claims | null }[]>`
      select ${sql(hook)}(${event}::text::jsonb) -> 'claims' claims`
    if (!answer?.claims) throw new Error(`${hook} answered no claims.`)
    return answer.claims
  })
}

/** Tokens get the claims that hosted ones have. */
async function withHostedClaims(admin: postgres.Sql, token: string, facts: TokenFacts): Promise<string> {
  const claims = verifyJwt(token, JWT_SECRET)
  const id = claims?.['sub']
  if (claims === null || typeof id !== 'string') return token
  const [user] = await admin<UserFacts[]>`
    select phone, is_anonymous, raw_app_meta_data, raw_user_meta_data from auth.users where id = ${id}`
  if (!user) return token
  const complete = {
    ...claims,
    iss: facts.issuer,
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data,
    user_metadata: user.raw_user_meta_data,
    aal: 'aal1',
    amr: [{ method: facts.method, timestamp: claims['iat'] }],
    is_anonymous: user.is_anonymous,
  }
  return signJwt(await withHook(admin, complete, facts), JWT_SECRET)
}

/** Passes a request to Auth and completes the tokens in its answer. Administration is answered here. */
export async function answerAuth(
  { fetch, admin, hook }: { fetch: Fetch; admin: postgres.Sql; hook: string | null },
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
    hook,
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
