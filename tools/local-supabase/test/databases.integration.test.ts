import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalSupabase, type LocalSupabase } from '../src/index.ts'
import { removeStackData } from '../src/stack-data.ts'
import { project as original, signUp } from './people.ts'

let folder: string
let project: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-databases-'))
  project = join(folder, 'project')
  cpSync(original, project, { recursive: true })
})

afterAll(() => {
  removeStackData(join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
})

async function count(stack: LocalSupabase, table: string): Promise<unknown> {
  const sql = postgres(stack.adminDbUrl, { max: 1 })
  try {
    return (await sql.unsafe(`select count(*)::int n from ${table}`))[0]?.['n']
  } finally {
    await sql.end()
  }
}

test('Each stack has a database of its own', { timeout: 60_000 }, async () => {
  await using first = await startLocalSupabase({ project })
  await using second = await startLocalSupabase({ project })
  await signUp(first, 'ada@example.com')
  expect(await count(first, 'auth.users')).toBe(1)
  expect(await count(second, 'auth.users')).toBe(0)
})

test(
  'A migration that is added reaches a new database, and one that is kept with its data',
  { timeout: 60_000 },
  async () => {
    const dataDirectory = join(folder, 'data')
    const kept = await startLocalSupabase({ project, dataDirectory })
    await signUp(kept, 'ada@example.com')
    await kept.stop()

    writeFileSync(
      join(project, 'migrations', '20260102000000_more.sql'),
      'create table public.more (id int);\n',
    )
    await using fresh = await startLocalSupabase({ project })
    await using again = await startLocalSupabase({ project, dataDirectory })
    expect(await count(fresh, 'public.more')).toBe(0)
    expect(await count(again, 'public.more')).toBe(0)
    expect(await count(again, 'auth.users')).toBe(1)
  },
)

test(
  'A migration that is edited before it is released makes another database',
  { timeout: 60_000 },
  async () => {
    const file = join(project, 'migrations', '20260101000000_notes.sql')
    const before = await startLocalSupabase({ project })
    await before.stop()
    appendFileSync(file, 'create table public.edited (id int);\n')
    await using after = await startLocalSupabase({ project })
    expect(await count(after, 'public.edited')).toBe(0)
  },
)
