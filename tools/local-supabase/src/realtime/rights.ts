import type postgres from 'postgres'
import { actAs } from '../acting.ts'
import type { Claims } from '../keys.ts'

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
