import postgres from 'postgres'
import type { Caller } from './caller.ts'

/** A transaction of the direct connection. */
export type Transaction = postgres.TransactionSql

/** Connects to the project's database. Statements are not prepared, so that a transaction pooler may stand between. */
export function connectDatabase(url: string, max = 5): postgres.Sql {
  return postgres(url, {
    max,
    prepare: false,
    idle_timeout: 20,
    connect_timeout: 10,
    onnotice: () => undefined,
  })
}

/** Lets the rest of a transaction act as a user: row level security holds for what follows. */
export async function actAs(sql: Transaction, { id, claims }: Caller): Promise<void> {
  await sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('request.jwt.claim.sub', ${id}, true),
    set_config('statement_timeout', '8s', true), set_config('role', 'authenticated', true)`
}

/** Lets the rest of a transaction act as the project again. */
export async function actAsProject(sql: Transaction): Promise<void> {
  await sql`reset role`
}
