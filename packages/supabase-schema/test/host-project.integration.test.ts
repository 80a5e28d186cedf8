import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createModel, ended, signUp, startLocalSupabase } from './data-hub.ts'

const packageFolder = fileURLToPath(new URL('../', import.meta.url))
const cli = join(packageFolder, 'dist', 'cli', 'main.js')
let host: string

beforeEach(() => {
  if (!existsSync(cli) || !existsSync(join(packageFolder, '../core/dist/index.js')))
    throw new Error('Build the packages first: node scripts/build.ts')
  host = mkdtempSync(join(tmpdir(), 'headwater-host-'))
  chmodSync(host, 0o755)
})

afterEach(() => rmSync(host, { recursive: true, force: true }))

function link(name: string, target: string): void {
  const path = join(host, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

test.each([
  ['the published entry points alone', []],
  ['bundles alone', ['--bundle']],
])('a host project with the added files imports a file, on %s', async (_on, flags) => {
  // What `npm install` would have put there.
  if (flags.length === 0) link('@headwater/supabase-schema', packageFolder)
  const run = (command: string) =>
    spawnSync(process.execPath, [cli, command, ...(command === 'add' ? flags : [])], {
      cwd: host,
      encoding: 'utf8',
    })
  expect(run('add')).toMatchObject({ status: 0, stderr: '' })
  // Which of both it is, the project itself says from then on.
  expect(run('diff')).toMatchObject({ status: 0, stdout: 'No difference.\n' })
  expect(run('doctor').stdout).not.toMatch(/^fail/m)
  const { version }: { version: string } = createRequire(import.meta.url)('../package.json')
  expect(spawnSync(process.execPath, [cli, '--version'], { encoding: 'utf8' }).stdout).toBe(`${version}\n`)

  const lines: string[] = []
  await using stack = await startLocalSupabase({
    project: join(host, 'supabase'),
    log: (line) => lines.push(line),
  })
  const ada = await signUp(stack, 'ada@example.com')
  const fileUrl = await ada.upload('people.csv', 'name,email,amount\nAda,ada@example.com,3\nAlan,alan@,4\n')
  const { status, body } = await ada.call('POST', '/import-jobs', {
    model_id: await createModel(ada),
    file_url: fileUrl,
    file_type: 'csv',
  })
  expect({ status, lines }).toEqual({ status: 201, lines: expect.anything() })
  expect(await ended(ada, body.data.id)).toMatchObject({
    status: 'completed',
    imported_records: 1,
    failed_records: 1,
  })
})
