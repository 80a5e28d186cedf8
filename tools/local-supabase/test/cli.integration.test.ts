import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { anyFreePort } from '../src/ports.ts'
import { isAlive } from '../src/processes.ts'
import { project, until } from './people.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const children: ChildProcess[] = []
const directories: string[] = []

afterAll(async () => {
  await Promise.all(directories.map((directory) => stack(directory, ['reset']).exited))
  for (const child of children) child.kill('SIGKILL')
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

/** A folder that only its owner enters: as root, Postgres runs as another account, which can't. */
function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'headwater-cli-'))
  directories.push(directory)
  return directory
}

interface Run {
  child: ChildProcess
  output: () => string
  exited: Promise<number | null>
}

function stack(
  directory: string,
  args: readonly string[],
  { from = project, uid }: { from?: string; uid?: number } = {},
): Run {
  const child = spawn(process.execPath, [cli, ...args, '--data-dir', directory, '--project', from], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid, env: { PATH: process.env['PATH'], HOME: '/nonexistent' } }),
  })
  children.push(child)
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output: () => output, exited }
}

async function started(run: Run): Promise<void> {
  const isDone = (text: string): boolean => text.includes('The stack is ready') || run.child.exitCode !== null
  if (!(await until(run.output, isDone, 45_000)).includes('The stack is ready')) throw new Error(run.output())
}

async function settingsOf(directory: string): Promise<Record<string, string>> {
  const status = stack(directory, ['status', '--json'])
  expect(await status.exited).toBe(0)
  const settings: Record<string, string> = JSON.parse(status.output())
  return settings
}

function postgresPid(directory: string): number {
  return Number(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

async function query(directory: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres((await settingsOf(directory))['DB_URL'] ?? '', { max: 1 })
  try {
    return [...(await sql.unsafe<Record<string, unknown>[]>(text))]
  } finally {
    await sql.end()
  }
}

async function get(directory: string, path: string): Promise<string> {
  const { FUNCTIONS_URL } = await settingsOf(directory)
  return (await fetch(`${FUNCTIONS_URL}/${path}`)).text()
}

test(
  'A stack says how to reach it, stops, and forgets its data when it is reset',
  { timeout: 120_000 },
  async () => {
    const directory = newDirectory()
    const run = stack(directory, ['start', '--port', 'auto'])
    await started(run)
    expect(Object.keys(await settingsOf(directory))).toEqual(
      expect.arrayContaining([
        'API_URL',
        'DB_URL',
        'PUBLISHABLE_KEY',
        'SECRET_KEY',
        'JWT_SECRET',
        'FUNCTIONS_URL',
      ]),
    )
    expect(await query(directory, 'select id from secrets')).toEqual([{ id: 1 }])
    await query(directory, 'insert into secrets values (2)')
    const second = stack(directory, ['start', '--port', 'auto'])
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain('A stack runs on this data already')

    expect(await stack(directory, ['stop']).exited).toBe(0)
    expect(await run.exited).toBe(0)
    expect(await stack(directory, ['status']).exited).toBe(1)
    await started(stack(directory, ['start', '--port', 'auto']))
    expect(await query(directory, 'select id from secrets order by id')).toEqual([{ id: 1 }, { id: 2 }])

    expect(await stack(directory, ['reset']).exited).toBe(0)
    await started(stack(directory, ['start', '--port', 'auto', '--no-seed']))
    expect(await query(directory, 'select id from secrets')).toEqual([])
  },
)

test('A fresh start leaves nothing of the data before', { timeout: 120_000 }, async () => {
  const directory = newDirectory()
  await started(stack(directory, ['start', '--port', 'auto', '--no-seed']))
  expect(await stack(directory, ['stop']).exited).toBe(0)
  await started(stack(directory, ['start', '--port', 'auto', '--fresh']))
  expect(await query(directory, 'select id from secrets')).toEqual([{ id: 1 }])
})

test(
  'Nothing outlives a stack that was killed, and the next one goes on with its data',
  { timeout: 120_000 },
  async () => {
    const directory = newDirectory()
    const port = String(await anyFreePort())
    const first = stack(directory, ['start', '--port', port])
    await started(first)
    await query(directory, 'insert into secrets values (2)')
    expect(await get(directory, 'hello')).toContain('/hello')
    const pid = postgresPid(directory)
    const functionPid = Number(await get(directory, 'hello/pid'))
    expect(isAlive(functionPid)).toBe(true)
    first.child.kill('SIGKILL')
    await first.exited
    expect(
      await until(
        () => isAlive(pid),
        (alive) => !alive,
      ),
    ).toBe(false)
    expect(
      await until(
        () => isAlive(functionPid),
        (alive) => !alive,
      ),
    ).toBe(false)

    const second = stack(directory, ['start', '--port', port])
    await started(second)
    expect(await query(directory, 'select id from secrets order by id')).toEqual([{ id: 1 }, { id: 2 }])
    const nextPid = postgresPid(directory)
    second.child.kill('SIGINT')
    expect(await second.exited).toBe(0)
    expect(isAlive(nextPid)).toBe(false)
  },
)

test('A taken port is named, with a free one to use instead', async () => {
  const server = createServer()
  const port = await anyFreePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const run = stack(newDirectory(), ['start', '--port', String(port)])
  expect(await run.exited).toBe(1)
  expect(run.output()).toMatch(new RegExp(`Port ${port} is taken.*--port \\d+`, 's'))
  server.close()
})

test(
  'A migration that fails is named with its line, and nothing keeps running',
  { timeout: 120_000 },
  async () => {
    const directory = newDirectory()
    const broken = join(newDirectory(), 'project')
    cpSync(project, broken, { recursive: true })
    writeFileSync(join(broken, 'migrations', '20260102000000_broken.sql'), 'select 1;\nselect nothing;\n')
    const run = stack(directory, ['start', '--port', 'auto'], { from: broken })
    expect(await run.exited).toBe(1)
    expect(run.output()).toMatch(/20260102000000_broken\.sql:2: column "nothing" does not exist/)
    expect(() => postgresPid(directory)).toThrow(/ENOENT/)
  },
)

test('A watched function answers with what its file says now', { timeout: 120_000 }, async () => {
  const directory = newDirectory()
  const copy = join(newDirectory(), 'project')
  cpSync(project, copy, { recursive: true })
  await started(stack(directory, ['start', '--port', 'auto', '--watch'], { from: copy }))
  expect(await get(directory, 'hello')).toContain('/hello')
  writeFileSync(
    join(copy, 'functions', 'hello', 'index.ts'),
    "Deno.serve(() => new Response('something else'))\n",
  )
  const answer = await until(
    () => get(directory, 'hello'),
    (text) => text === 'something else',
  )
  expect(answer).toBe('something else')
})

test('A plain user starts a stack, without a home', { timeout: 120_000 }, async () => {
  const nobody = 65_534
  // Root becomes somebody else, where others may read this checkout; everybody else is a plain user already.
  const canChange =
    process.getuid?.() === 0 &&
    spawnSync('/bin/sh', ['-c', 'test -x "$0" && test -r "$1"', process.execPath, cli], {
      uid: nobody,
      gid: nobody,
    }).status === 0
  const directory = newDirectory()
  if (canChange) chownSync(directory, nobody, nobody)
  const run = stack(directory, ['start', '--port', 'auto'], canChange ? { uid: nobody } : {})
  await started(run)
  expect(await get(directory, 'hello')).toContain('/hello')
  run.child.kill('SIGINT')
  expect(await run.exited).toBe(0)
})
