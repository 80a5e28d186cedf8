import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, chmodSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyFreePort } from '../src/ports.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const project = fileURLToPath(new URL('fixtures/project', import.meta.url))
let directory: string
const children: ChildProcess[] = []

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'headwater-cli-'))
  chmodSync(directory, 0o755)
})

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

interface Run {
  child: ChildProcess
  output: () => string
  exited: Promise<number | null>
}

function stack(...args: string[]): Run {
  const child = spawn(process.execPath, [cli, ...args, '--data-dir', directory, '--project', project], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, output: () => output, exited }
}

async function ready(run: Run): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!run.output().includes('The stack is ready')) {
    if (Date.now() > deadline || run.child.exitCode !== null) throw new Error(run.output())
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

function postgresPid(): number {
  return Number(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}

test(
  'a stack that was killed starts again on its data, and Ctrl-C leaves nothing behind',
  { timeout: 60_000 },
  async () => {
    const port = String(await anyFreePort())
    const first = stack('start', '--port', port)
    await ready(first)
    const status = stack('status', '--json')
    expect(await status.exited).toBe(0)
    expect(Object.keys(JSON.parse(status.output()))).toEqual(
      expect.arrayContaining([
        'API_URL',
        'DB_URL',
        'PUBLISHABLE_KEY',
        'SECRET_KEY',
        'JWT_SECRET',
        'FUNCTIONS_URL',
      ]),
    )
    first.child.kill('SIGKILL')
    await first.exited

    const second = stack('start', '--port', port)
    await ready(second)
    const pid = postgresPid()
    second.child.kill('SIGINT')
    expect(await second.exited).toBe(0)
    expect(isAlive(pid)).toBe(false)
    expect(await stack('status').exited).toBe(1)
  },
)

test('a taken port is named, with a free one to use instead', async () => {
  const server = createServer()
  const port = await anyFreePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const run = stack('start', '--port', String(port))
  expect(await run.exited).toBe(1)
  expect(run.output()).toMatch(new RegExp(`Port ${port} is taken.*--port \\d+`, 's'))
  server.close()
})
