import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { LocalSupabase } from '@headwater/local-supabase'
import postgres from 'postgres'
import { readSchemaSnapshot } from './schema-snapshot.ts'

const run = promisify(execFile)

/** The file of a package's command, whichever way its manifest names it. */
function commandOf(name: string, from: string): string {
  const require = createRequire(from)
  const manifest = require.resolve(`${name}/package.json`)
  const { bin }: { bin: string | Record<string, string> } = require(manifest)
  return join(dirname(manifest), typeof bin === 'string' ? bin : (bin[name] ?? ''))
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Lays out TypeScript as the rest of the repository is. */
async function format(text: string): Promise<string> {
  const child = run(
    process.execPath,
    [commandOf('oxfmt', join(root, 'package.json')), '--stdin-filepath', 'generated.ts'],
    { cwd: root },
  )
  child.child.stdin?.end(text)
  return (await child).stdout
}

/** Generates a database's TypeScript types with the official CLI. */
async function readTypes(dbUrl: string): Promise<string> {
  // The CLI keeps settings in the home folder: it gets one of its own.
  const home = mkdtempSync(join(tmpdir(), 'headwater-cli-'))
  try {
    const args = ['gen', 'types', 'typescript', `--remote=${dbUrl}`, '--schema', 'public', '--agent', 'no']
    const { stdout, stderr } = await run(
      process.execPath,
      [commandOf('supabase', import.meta.url), ...args],
      {
        cwd: home,
        env: { PATH: process.env['PATH'], HOME: home, DO_NOT_TRACK: '1', PGSSLMODE: 'disable' },
        maxBuffer: 16 * 1024 * 1024,
      },
    )
    const start = stdout.indexOf('export type Json')
    if (start < 0) throw new Error(`The Supabase CLI wrote no types.\n${stdout}${stderr}`)
    return await format(
      `// The tables and functions of schema public. Written by \`pnpm gen:types\`.\n${stdout.slice(start)}`,
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Everything that is generated from the migrations: file name, relative to the package, to its text. */
export async function generateFiles(stack: Pick<LocalSupabase, 'dbUrl'>): Promise<Record<string, string>> {
  const sql = postgres(stack.dbUrl, { max: 1, onnotice: () => undefined })
  try {
    const [types, snapshot] = await Promise.all([readTypes(stack.dbUrl), readSchemaSnapshot(sql)])
    return { 'src/database.types.ts': types, 'schema.snapshot.sql': snapshot }
  } finally {
    await sql.end()
  }
}

/** Says where a committed text differs from the generated one, or null. */
export function differenceOf(file: string, committed: string | null, generated: string): string | null {
  if (committed === generated) return null
  if (committed === null) return `${file} is missing.`
  const [was, is] = [committed.split('\n'), generated.split('\n')]
  const at = is.findIndex((line, index) => line !== was[index])
  const line = at < 0 ? is.length : at
  return `${file}:${line + 1} is out of date.\n- ${was[line] ?? '(end of file)'}\n+ ${is[line] ?? '(end of file)'}`
}
