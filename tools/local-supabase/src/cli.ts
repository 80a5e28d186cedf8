// `pnpm stack start | status | stop | reset`
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isPortFree, nextFreePort } from './ports.ts'
import { isAlive } from './processes.ts'
import { forgetStack, recordStack, runningStack } from './running-stack.ts'
import { removeStackData } from './stack-data.ts'
import { startLocalSupabase } from './start.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '54321' },
    'data-dir': { type: 'string', default: '.headwater/stack' },
    host: { type: 'string', default: '127.0.0.1' },
    project: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    'no-seed': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const directory = resolve(values['data-dir'])
function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

async function choosePort(): Promise<number> {
  if (values.port === 'auto' || values.port === '0') return nextFreePort(54321)
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) fail(`This is no port: ${values.port}`)
  if (await isPortFree(port, values.host)) return port
  fail(
    `Port ${port} is taken. Stop what uses it, or start with --port ${await nextFreePort(port + 1)} (or --port auto).`,
  )
}

async function start(): Promise<void> {
  const other = runningStack(directory)
  if (other)
    fail(
      `A stack runs on this data already, at ${other.settings['API_URL']}. Stop it with “stack stop”, or give another --data-dir.`,
    )
  const port = await choosePort()
  if (values.fresh) removeStackData(directory)
  mkdirSync(directory, { recursive: true })
  const stack = await startLocalSupabase({
    port,
    host: values.host,
    dataDirectory: directory,
    seed: !values['no-seed'],
    watch: values.watch,
    log: (line) => {
      if (!line.startsWith('[postgres]')) console.log(line)
    },
    ...(values.project === undefined ? {} : { project: values.project }),
  })
  const settings = recordStack(directory, stack)
  for (const [name, value] of Object.entries(settings)) console.log(`${name.padEnd(17)} ${value}`)
  console.log('The stack is ready. Ctrl-C stops it.')

  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    forgetStack(directory)
    stack.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(String(error)),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function status(): void {
  const state = runningStack(directory) ?? fail('No stack runs here. Start one with “stack start”.')
  if (values.json) console.log(JSON.stringify(state.settings, null, 2))
  else for (const [name, value] of Object.entries(state.settings)) console.log(`${name}=${value}`)
}

async function stop(): Promise<void> {
  const state = runningStack(directory)
  if (!state) return console.log('No stack runs here.')
  process.kill(state.pid, 'SIGTERM')
  const deadline = Date.now() + 10_000
  while (isAlive(state.pid) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 50))
  if (isAlive(state.pid)) fail(`The stack (process ${state.pid}) did not stop within 10 s.`)
  console.log('Stopped.')
}

async function reset(): Promise<void> {
  await stop()
  removeStackData(directory)
  console.log('The data is gone. The next start migrates and seeds again.')
}

const commands: Readonly<Record<string, () => void | Promise<void>>> = { start, status, stop, reset }
const command =
  commands[positionals[0] ?? ''] ??
  fail(
    'Usage: stack start [--port 54321|auto] [--data-dir DIR] [--fresh] [--no-seed] [--watch] | status [--json] | stop | reset',
  )
try {
  await command()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
