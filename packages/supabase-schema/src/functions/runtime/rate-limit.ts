import type postgres from 'postgres'
import { ProblemError } from './problem.ts'

/** Counts a user's requests in one-minute windows, in a statement of its own: requests that fail count too. */
export async function takeFromLimit(sql: postgres.Sql, userId: string, perMinute: number): Promise<void> {
  const [row] = await sql`
    insert into headwater.rate_limits as limits (user_id, window_start, request_count) values (${userId}, date_trunc('minute', now()), 1)
    on conflict (user_id) do update set
      request_count = case when limits.window_start = excluded.window_start then limits.request_count + 1 else 1 end,
      window_start = excluded.window_start
    returning request_count, ceil(extract(epoch from window_start + interval '1 minute' - now()))::int seconds`
  if (Number(row?.['request_count']) <= perMinute) return
  const seconds = Math.max(Number(row?.['seconds']), 1)
  throw new ProblemError(
    'RATE_LIMITED',
    `You sent over ${perMinute} requests in a minute. Try again in ${seconds} s.`,
    {},
    { 'retry-after': String(seconds) },
  )
}
