import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

const packageFolder = fileURLToPath(new URL('../../', import.meta.url))
const migration = 'supabase/migrations/20260101000400_schedule.sql'
const importMap = 'supabase/functions/data-hub-api/deno.json'
let host: string

beforeEach(() => {
  host = mkdtempSync(join(tmpdir(), 'headwater-host-'))
})

afterEach(() => rmSync(host, { recursive: true, force: true }))

interface Run {
  code: number
  output: string
}

function run(
  command: string,
  { version = '1.2.3', env = {} }: { version?: string; env?: Record<string, string> } = {},
): Run {
  const lines: string[] = []
  const code = runCli({
    args: command.split(' '),
    cwd: host,
    packageFolder,
    version,
    env,
    print: (line) => lines.push(line),
  })
  return { code, output: lines.join('\n') }
}

function read(path: string): string {
  return readFileSync(join(host, path), 'utf8')
}

function write(path: string, text: string): void {
  mkdirSync(join(host, path, '..'), { recursive: true })
  writeFileSync(join(host, path), text)
}

describe('add', () => {
  test('copies migrations and functions, and points them at the published version', () => {
    expect(run('add').code).toBe(0)
    expect(read(migration)).toBe(readFileSync(join(packageFolder, migration), 'utf8'))
    expect(JSON.parse(read(importMap))).toMatchObject({
      imports: {
        '@headwater/supabase-schema/functions/data-hub':
          'npm:@headwater/supabase-schema@1.2.3/functions/data-hub',
      },
    })
    expect(read('supabase/functions/data-hub-api/index.ts').split('\n').length).toBeLessThan(5)
    expect(existsSync(join(host, 'supabase/functions/_shared'))).toBe(false)
    expect(existsSync(join(host, 'supabase/seed.sql'))).toBe(false)
  })

  test('changes nothing the second time', () => {
    run('add')
    const before = read('supabase/headwater.json')
    expect(run('add')).toEqual({ code: 0, output: 'Everything is there already.' })
    expect(read('supabase/headwater.json')).toBe(before)
  })

  test('only says what it would do in a dry run', () => {
    const { code, output } = run('add --dry-run')
    expect(code).toBe(0)
    expect(output).toContain('would add migrations/20260101000400_schedule.sql')
    expect(existsSync(join(host, 'supabase'))).toBe(false)
  })

  test('keeps what the host changed and says so, until it is told to overwrite', () => {
    run('add')
    appendFileSync(join(host, migration), '-- ours\n')
    const kept = run('add')
    expect(kept.code).toBe(1)
    expect(kept.output).toContain('KEPT your changes in migrations/20260101000400_schedule.sql')
    expect(read(migration)).toContain('-- ours')
    const replaced = run('add --overwrite')
    expect(replaced.code).toBe(0)
    expect(replaced.output).toContain('REPLACED your changes in migrations/20260101000400_schedule.sql')
    expect(read(migration)).not.toContain('-- ours')
  })

  test('keeps a file that was there before', () => {
    write(importMap, '{}')
    expect(run('add').output).toContain('KEPT your changes in functions/data-hub-api/deno.json')
    expect(read(importMap)).toBe('{}')
  })

  test('updates what an older version wrote', () => {
    run('add', { version: '1.0.0' })
    const { code, output } = run('add', { version: '2.0.0' })
    expect(code).toBe(0)
    expect(output).toContain('updated functions/data-hub-api/deno.json')
    expect(read(importMap)).toContain('npm:@headwater/supabase-schema@2.0.0/functions/data-hub')
  })

  test('takes a file with other line ends for the same', () => {
    run('add')
    write(migration, read(migration).replaceAll('\n', '\r\n'))
    expect(run('add')).toEqual({ code: 0, output: 'Everything is there already.' })
  })

  test('adds to a host’s config.toml what it lacks, and leaves the rest as it is', () => {
    write(
      'supabase/config.toml',
      'project_id = "mine"\n\n[functions."data-hub-api"]\nverify_jwt = false # ours\n',
    )
    run('add')
    const config = read('supabase/config.toml')
    expect(
      config.startsWith('project_id = "mine"\n\n[functions."data-hub-api"]\nverify_jwt = false # ours\n'),
    ).toBe(true)
    expect(config).toContain('[functions.import-worker]\nverify_jwt = false\n')
    expect(config).not.toContain('[functions.data-hub-api]')
  })

  test('names the flag that a host with newer migrations needs', () => {
    expect(run('add --dry-run').output).toContain('`supabase db push`')
    write('supabase/migrations/20260601000000_mine.sql', 'select 1;')
    expect(run('add').output).toContain('`supabase db push --include-all`')
  })

  test('works in the folder that --dir names', () => {
    run('add --dir db/supabase')
    expect(existsSync(join(host, 'db', migration))).toBe(true)
  })
})

describe('diff', () => {
  test('is quiet about a host that has this version', () => {
    run('add')
    expect(run('diff')).toEqual({ code: 0, output: 'No difference.' })
  })

  test('shows the host’s lines and ours', () => {
    run('add')
    write(migration, read(migration).replace("'5 seconds'", "'20 seconds'"))
    rmSync(join(host, importMap))
    const { code, output } = run('diff')
    expect(code).toBe(1)
    expect(output).toContain('migrations/20260101000400_schedule.sql: changed by you')
    expect(output).toMatch(/^ {2}- .*'20 seconds'/m)
    expect(output).toMatch(/^ {2}\+ .*'5 seconds'/m)
    expect(output).toContain('functions/data-hub-api/deno.json: missing')
  })
})

describe('doctor', () => {
  const env = { HEADWATER_ALLOWED_ORIGINS: 'https://app.example.com' }

  test('finds nothing wrong with a host that has everything', () => {
    run('add')
    const { code, output } = run('doctor', { env })
    expect(code).toBe(0)
    expect(output).not.toContain('fail')
  })

  test('names what is missing in an empty folder', () => {
    const { code, output } = run('doctor')
    expect(code).toBe(1)
    expect(output).toContain('There is no config.toml')
    expect(output).toMatch(/fail {2}Missing: migrations/)
  })

  test.each([
    [
      'a gateway that would refuse the schedule',
      'verify_jwt = false',
      'verify_jwt = true',
      /fail .*import-worker/,
    ],
    [
      'a function that the settings forget',
      '[functions.import-worker]',
      '[functions.other]',
      /fail .*import-worker/,
    ],
  ])('notices %s', (_fault, from, to, message) => {
    run('add')
    write('supabase/config.toml', read('supabase/config.toml').replaceAll(from, to))
    const { code, output } = run('doctor', { env })
    expect(code).toBe(1)
    expect(output).toMatch(message)
  })

  test('notices functions of another version', () => {
    run('add')
    write(importMap, read(importMap).replaceAll('@1.2.3', '@1.0.0'))
    expect(run('doctor', { env }).output).toMatch(/fail .*data-hub-api imports version 1\.0\.0, not 1\.2\.3/)
  })

  test('reads the functions’ .env and notices origins that browsers never send', () => {
    run('add')
    write('supabase/functions/.env', 'HEADWATER_ALLOWED_ORIGINS=https://app.example.com/portal\n')
    const { code, output } = run('doctor')
    expect(code).toBe(1)
    expect(output).toContain('fail  HEADWATER_ALLOWED_ORIGINS is “https://app.example.com/portal”')
  })
})

test.each(['', 'remove', 'add --nope'])('a wrong command line (%s) explains the right one', (command) => {
  const { code, output } = run(command)
  expect(code).toBe(2)
  expect(output).toContain('Usage: headwater-schema')
})
