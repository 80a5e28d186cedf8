import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalSupabase } from './data-hub.ts'

const built = fileURLToPath(new URL('../dist/supabase', import.meta.url))
const projectRef = 'abcdefghijklmnopqrst'
let folder: string
let api: Server
let deployed: Map<string, Deployment>

/** What the platform got of a function. */
interface Deployment {
  metadata: { entrypoint_path?: string; import_map_path?: string; verify_jwt?: boolean }
  files: string[]
}

beforeAll(async () => {
  if (!existsSync(built)) throw new Error('Build the packages first: node scripts/build.ts')
  folder = mkdtempSync(join(tmpdir(), 'headwater-deploy-'))
  cpSync(built, join(folder, 'supabase'), { recursive: true })
  deployed = new Map()
  api = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void answer(url, new Response(Buffer.concat(chunks), { headers })).then((body) => {
        response.writeHead(url.pathname.endsWith('/deploy') ? 201 : 200, {
          'content-type': 'application/json',
        })
        response.end(JSON.stringify(body))
      })
    })
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
})

afterAll(() => {
  api.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The platform's side of a deployment: keeps what it gets. */
async function answer(url: URL, body: Response): Promise<unknown> {
  if (url.pathname.endsWith('/functions')) return []
  if (!url.pathname.endsWith('/functions/deploy'))
    return { id: projectRef, ref: projectRef, name: 'project', status: 'ACTIVE_HEALTHY' }
  const slug = url.searchParams.get('slug') ?? ''
  const form = await body.formData()
  const text = form.get('metadata')
  const metadata: Deployment['metadata'] = JSON.parse(typeof text === 'string' ? text : '{}')
  const files = form.getAll('file').map((file) => (typeof file === 'string' ? file : file.name))
  deployed.set(slug, { metadata, files })
  return { id: slug, slug, name: slug, status: 'ACTIVE', version: 1, created_at: 1, updated_at: 1 }
}

function supabase(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const manifest = createRequire(import.meta.url).resolve('supabase/package.json')
  const { bin }: { bin: { supabase: string } } = createRequire(import.meta.url)(manifest)
  const child = spawn(
    process.execPath,
    [join(dirname(manifest), bin.supabase), ...args, '--agent', 'no', '--yes'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The CLI keeps settings in the home folder: it gets one of its own.
      env: { PATH: process.env['PATH'], HOME: join(folder, 'home'), DO_NOT_TRACK: '1', ...env },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, output })))
}

test('The official CLI deploys every function whole, each checking its callers itself', async () => {
  const address = api.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  mkdirSync(join(folder, 'home'), { recursive: true })
  const profile = join(folder, 'home', 'profile.yaml')
  const hosts = ['project_host', 'pooler_host'].map((name) => `${name}: example.test`)
  const urls = ['api_url', 'dashboard_url', 'docs_url'].map((name) => `${name}: ${url}`)
  writeFileSync(profile, ['name: test', 'studio_image: none', ...urls, ...hosts].join('\n'))
  const { code, output } = await supabase(
    ['functions', 'deploy', '--use-api', `--remote=${projectRef}`, '--profile', profile],
    { SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}` },
  )
  expect(output).not.toMatch(/failed|WARN/i)
  expect(code).toBe(0)

  const names = readdirSync(join(folder, 'supabase', 'functions'))
  expect([...deployed.keys()].toSorted()).toEqual(names.toSorted())
  for (const [name, { metadata, files }] of deployed) {
    expect(metadata).toMatchObject({
      entrypoint_path: `supabase/functions/${name}/index.ts`,
      import_map_path: `supabase/functions/${name}/deno.json`,
      verify_jwt: false,
    })
    expect(files).toContain(`supabase/functions/${name}/index.ts`)
    expect(files.filter((file) => file.includes('..'))).toEqual([])
  }
  expect(deployed.get('import-worker')?.files).toContain('supabase/functions/import-worker/function.js')
})

test('The official CLI finds the migrations that the local stack applied', async () => {
  await using stack = await startLocalSupabase({ project: join(folder, 'supabase') })
  const { code, output } = await supabase(['db', 'push', `--remote=${stack.dbUrl}`], { PGSSLMODE: 'disable' })
  expect(output).toMatch(/up to date/i)
  expect(code).toBe(0)
})
