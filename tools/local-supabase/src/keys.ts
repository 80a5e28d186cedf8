import { createHmac, timingSafeEqual } from 'node:crypto'

/** A JWT's payload. */
export type Claims = Record<string, unknown>

/** The secret that signs local tokens: the same default as `supabase start`. */
export const JWT_SECRET = 'super-secret-jwt-token-with-at-least-32-characters-long'
/** The local publishable key: for browsers, in the `apikey` header. */
export const PUBLISHABLE_KEY = 'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH'
/** The local secret key: for servers, in the `apikey` header. */
export const SECRET_KEY = 'sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz'

const farFuture = 1_983_812_996

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** Signs a JWT with HS256. */
export function signJwt(claims: Claims, secret: string): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

/** Returns a JWT's payload, or null when its signature is wrong or it has expired. */
export function verifyJwt(token: string | null | undefined, secret: string): Claims | null {
  const [header, payload, signature] = (token ?? '').split('.')
  if (header === undefined || payload === undefined || signature === undefined) return null
  const wanted = createHmac('sha256', secret).update(`${header}.${payload}`).digest()
  const given = Buffer.from(signature, 'base64url')
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null
  try {
    const claims: Claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof claims['exp'] === 'number' && claims['exp'] < Date.now() / 1000 ? null : claims
  } catch {
    return null
  }
}

/** The old-style key of role anon, a JWT. */
export const ANON_KEY = signJwt({ iss: 'supabase-demo', role: 'anon', exp: farFuture }, JWT_SECRET)
/** The old-style key of role service_role, a JWT. */
export const SERVICE_ROLE_KEY = signJwt(
  { iss: 'supabase-demo', role: 'service_role', exp: farFuture },
  JWT_SECRET,
)

/** The claims behind an API key or a token, or null. */
export function claimsOf(key: string | null | undefined): Claims | null {
  if (key === PUBLISHABLE_KEY) return { role: 'anon' }
  if (key === SECRET_KEY) return { role: 'service_role' }
  return verifyJwt(key, JWT_SECRET)
}
