import type postgres from 'postgres'
import type { Claims } from '../keys.ts'

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Lets the rest of a transaction act as a caller: row level security holds for what follows. */
export async function actAs(sql: postgres.TransactionSql, claims: Claims, topic = ''): Promise<void> {
  await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('request.jwt.claim.sub', ${text(claims['sub'])}, true),
    set_config('realtime.topic', ${topic}, true), set_config('role', ${text(claims['role']) || 'anon'}, true)`
}

/** Asks row level security of `realtime.messages` what a caller may do on a private topic, with rows that are rolled back. */
export async function authorize(
  admin: postgres.Sql,
  claims: Claims,
  topic: string,
): Promise<{ canRead: boolean; canWrite: boolean }> {
  const rights = { canRead: false, canWrite: false }
  const done = new Error('rolled back')
  await admin
    .begin(async (sql) => {
      await sql`insert into realtime.messages (topic, extension, private) values (${topic}, 'broadcast', true)`
      await actAs(sql, claims, topic)
      rights.canRead = (await sql`select 1 from realtime.messages where topic = ${topic} limit 1`).length > 0
      await sql
        .savepoint(
          (inner) =>
            inner`insert into realtime.messages (topic, extension, private) values (${topic}, 'broadcast', true)`,
        )
        .then(
          () => (rights.canWrite = true),
          () => undefined,
        )
      throw done
    })
    .catch((error: unknown) => {
      if (error !== done) throw error
    })
  return rights
}
