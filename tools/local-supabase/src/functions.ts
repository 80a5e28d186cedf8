import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { denoBinary } from './deno-binary.ts'
import { readFunctionConfigs, readFunctionEnv } from './project-config.ts'
import { JWT_SECRET, verifyJwt } from './keys.ts'
import { anyFreePort } from './ports.ts'

/** The project's Edge Functions, one Deno process each, started by its first request. */
export interface FunctionsServer {
  handle(request: IncomingMessage, response: ServerResponse): void
  /** The process that serves a function now, or null. */
  pid(name: string): number | null
  /** Ends a function's process; its next request starts a new one. */
  restart(name: string): void
  stop(): void
}

/** How long a process may take to end after its connection broke. */
const EXIT_NOTICE_MS = 250

interface Running {
  child: ChildProcess
  port: number
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
  response.end(JSON.stringify(body))
}

/** Waits until a process has ended, or so long that it seems to live. */
async function settled(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = new AbortController()
  await Promise.race([
    once(child, 'exit', { signal: timer.signal }),
    setTimeout(EXIT_NOTICE_MS, undefined, { signal: timer.signal }),
  ]).finally(() => timer.abort())
}

/** Answers a request whose connection broke. A process that ended under it is noticed first: the next request finds a new one. */
async function answerBroken(child: ChildProcess, response: ServerResponse): Promise<void> {
  await settled(child)
  if (response.headersSent) response.destroy()
  else
    answer(response, 502, {
      code: 'WORKER_ERROR',
      message: 'Function exited due to an error (please check logs)',
    })
}

/** Serves a project's functions under `/functions/v1/<name>`. */
export function createFunctionsServer(options: {
  project: string
  env: Record<string, string>
  log: (line: string) => void
}): FunctionsServer {
  const { project, log } = options
  const folder = join(project, 'functions')
  const configOf = readFunctionConfigs(project)
  const running = new Map<string, Promise<Running>>()
  const children = new Map<string, ChildProcess>()
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const bootstrap = fileURLToPath(new URL('deno-bootstrap.ts', import.meta.url))

  async function boot(name: string): Promise<Running> {
    const base = join(folder, name)
    const port = await anyFreePort()
    const config = existsSync(join(base, 'deno.json'))
      ? ['--config', join(base, 'deno.json')]
      : ['--no-config']
    // A hosted function has little memory. V8 would let the young generation alone grow to half of it before it looks for garbage.
    const memory = '--v8-flags=--max-semi-space-size=4'
    const isolation = ['--quiet', '--no-prompt', '--no-lock', '--node-modules-dir=manual']
    const flags = ['run', '-A', memory, ...isolation, ...config]
    const child = spawn(
      denoBinary(),
      [...flags, bootstrap, pathToFileURL(join(base, 'index.ts')).href, String(port)],
      {
        // Below a pnpm workspace, Deno answers an import that it doesn't find by rewriting the workspace's package.json.
        cwd: tmpdir(),
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          ...readFunctionEnv(project),
          ...options.env,
          DENO_NO_PACKAGE_JSON: '1',
          DENO_NO_UPDATE_CHECK: '1',
          NO_COLOR: '1',
        },
      },
    )
    children.set(name, child)
    // One listener for each request whose connection broke with it.
    child.setMaxListeners(0)
    child.once('exit', () => {
      if (children.get(name) !== child) return
      children.delete(name)
      running.delete(name)
    })
    return new Promise((resolve, reject) => {
      let tail = ''
      child.once('exit', (code) => reject(new Error(`exited with ${code}\n${tail}`)))
      child.stdout.on('data', (data: Buffer) => {
        const text = data.toString()
        if (text.includes('__READY__')) resolve({ child, port })
        else log(`[${name}] ${text.trimEnd()}`)
      })
      child.stderr.on('data', (data: Buffer) => {
        tail = (tail + data.toString()).slice(-4000)
        log(`[${name}] ${data.toString().trimEnd()}`)
      })
    })
  }

  function get(name: string): Promise<Running> {
    const started = running.get(name) ?? boot(name)
    running.set(name, started)
    started.catch(() => running.delete(name))
    return started
  }

  function end(name: string): void {
    running.delete(name)
    children.get(name)?.kill()
    children.delete(name)
  }

  function forward(
    { child, port }: Running,
    name: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const path = request.url?.slice('/functions/v1'.length) ?? '/'
    const outgoing = httpRequest(
      { agent, host: '127.0.0.1', port, method: request.method, path, headers: request.headers },
      (incoming) => {
        response.writeHead(incoming.statusCode ?? 502, incoming.headers)
        incoming.pipe(response)
      },
    )
    outgoing.on('error', (error) => {
      log(`[${name}] ${error.message}`)
      void answerBroken(child, response)
    })
    response.on('close', () => outgoing.destroy())
    request.pipe(outgoing)
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.split('/')[3] ?? ''
    if (!/^[a-z][a-z0-9_-]*$/i.test(name) || !existsSync(join(folder, name, 'index.ts'))) {
      return answer(response, 404, { code: 'NOT_FOUND', message: 'Requested function was not found' })
    }
    if (request.method !== 'OPTIONS' && configOf(name).verifyJwt) {
      const token = request.headers.authorization?.replace(/^Bearer /, '')
      if (token === undefined) return answer(response, 401, { msg: 'Error: Missing authorization header' })
      if (!verifyJwt(token, JWT_SECRET)) return answer(response, 401, { msg: 'Invalid JWT' })
    }
    get(name).then(
      (process) => forward(process, name, request, response),
      (error: unknown) => {
        log(`[${name}] did not start: ${String(error)}`)
        answer(response, 503, { code: 'BOOT_ERROR', message: 'Worker failed to boot (please check logs)' })
      },
    )
  }

  return {
    handle,
    pid: (name) => children.get(name)?.pid ?? null,
    restart: end,
    stop() {
      for (const name of children.keys()) end(name)
      agent.destroy()
    },
  }
}
