import { timingSafeEqual } from 'node:crypto'

function isSame(left: string, right: string): boolean {
  const [a, b] = [new TextEncoder().encode(left), new TextEncoder().encode(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Whether a request carries one of the project's secret keys in its `apikey` header: what the database calls workers with. */
export function hasSecretKey(request: Request, secretKeys: readonly string[]): boolean {
  const key = request.headers.get('apikey') ?? ''
  return secretKeys.some((secret) => isSame(secret, key))
}
