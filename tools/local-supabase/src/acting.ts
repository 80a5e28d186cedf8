import type postgres from 'postgres'
import type { Claims } from './keys.ts'

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Lets the rest of a transaction act as a caller: row level security holds for what follows. */
export async function actAs(sql: postgres.TransactionSql, claims: Claims, topic = ''): Promise<void> {
  await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('request.jwt.claim.sub', ${text(claims['sub'])}, true),
    set_config('realtime.topic', ${topic}, true), set_config('role', ${text(claims['role']) || 'anon'}, true)`
}
