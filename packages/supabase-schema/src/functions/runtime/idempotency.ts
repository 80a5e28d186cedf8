import { actAsProject, type Transaction } from './database.ts'
import { ProblemError } from './problem.ts'

/** What a handler answered: the data, and the status when it isn't 200. */
interface Answer {
  data: unknown
  status?: 200 | 201
}

/** A request that carries a key. */
export interface KeyedRequest {
  key: string | undefined
  route: string
  text: string
}

async function hashOf({ route, text }: KeyedRequest): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${route}\n${text}`))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Returns the answer that a request with the same key got, or null after taking the key. A request with the same key that is still under way is
 * waited for, because taking the key is an insert that conflicts until the other transaction ends.
 */
export async function takeEarlierAnswer(
  sql: Transaction,
  userId: string,
  request: KeyedRequest,
): Promise<Answer | null> {
  if (request.key === undefined) return null
  if (request.key.length === 0 || request.key.length > 200)
    throw new ProblemError('BAD_REQUEST', 'An Idempotency-Key has 1 to 200 characters.')
  const hash = await hashOf(request)
  const [taken] = await sql`
    insert into headwater.idempotency_keys (user_id, key, request_hash) values (${userId}, ${request.key}, ${hash})
    on conflict (user_id, key) do nothing returning key`
  if (taken) return null
  const [earlier] =
    await sql`select request_hash, status, data from headwater.idempotency_keys where user_id = ${userId} and key = ${request.key}`
  if (earlier?.['request_hash'] !== hash) {
    throw new ProblemError(
      'IDEMPOTENCY_MISMATCH',
      'This Idempotency-Key was used with another request. Use a new key for a new request.',
    )
  }
  return { data: earlier['data'], status: earlier['status'] === 201 ? 201 : 200 }
}

/** Keeps an answer with its key, in the transaction of its effect. */
export async function rememberAnswer(
  sql: Transaction,
  userId: string,
  request: KeyedRequest,
  answer: Answer,
): Promise<void> {
  if (request.key === undefined) return
  await actAsProject(sql)
  await sql`update headwater.idempotency_keys set status = ${answer.status ?? 200}, data = ${sql.json(JSON.parse(JSON.stringify(answer.data)))}
    where user_id = ${userId} and key = ${request.key}`
}
