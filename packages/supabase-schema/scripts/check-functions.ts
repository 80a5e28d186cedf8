// Type-checks each Edge Function as Deno sees it: its own deno.json, Deno's own types, the packages that npm installed. Needs no network.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { denoBinary } from '@headwater/local-supabase'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const functions = join('packages', 'supabase-schema', 'supabase', 'functions')
const sources = join('packages', 'supabase-schema', 'src', 'functions')

/** Type packages that Deno looks for beside those that a deno.json names. */
const typePackages = ['@types/node']

function packagesOf(importMap: string): string[] {
  const { imports }: { imports: Record<string, string> } = createRequire(import.meta.url)(importMap)
  return Object.values(imports).flatMap((target) => /^npm:((?:@[^/]+\/)?[^@/]+)/.exec(target)?.[1] ?? [])
}

function link(target: string, path: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(realpathSync(target), path)
}

/**
 * Copies the sources to a folder of their own. Deno takes type packages only from a `node_modules` right beside the deno.json, and rewrites the
 * package.json of a pnpm workspace around it when one is missing.
 */
function stage(folder: string, names: readonly string[]): void {
  for (const path of [functions, sources, join('packages', 'core', 'src')])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  for (const name of names) {
    for (const wanted of [...packagesOf(join(folder, functions, name, 'deno.json')), ...typePackages])
      link(
        join(root, 'packages', 'supabase-schema', 'node_modules', wanted),
        join(folder, 'node_modules', wanted),
      )
    link(join(folder, 'node_modules'), join(folder, functions, name, 'node_modules'))
  }
}

/** The names of the functions whose types are wrong. */
function check(names: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-functions-'))
  try {
    stage(folder, names)
    return names.filter((name) => {
      const cwd = join(folder, functions, name)
      const config = ['--no-lock', '--node-modules-dir=manual', '--config', join(cwd, 'deno.json')]
      const { status, error, stderr } = spawnSync(denoBinary(), ['check', '--quiet', ...config, 'index.ts'], {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, DENO_NO_PACKAGE_JSON: '1', DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
      })
      if (status === 0) return false
      console.error(error ? String(error) : stderr.replaceAll(`file://${folder}/`, ''))
      return true
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const names = readdirSync(join(root, functions), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(root, functions, entry.name, 'index.ts')))
  .map((entry) => entry.name)
const failed = check(names)
if (failed.length > 0) console.error(`Types are wrong in ${failed.join(', ')}.`)
process.exitCode = failed.length > 0 ? 1 : 0
