// Type-checks every workspace package that has a tsconfig.json, the root's own scripts, the Edge Functions as Deno sees them, and a README's examples.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const tsc = join('node_modules', '@typescript', 'native', 'bin', 'tsc')
const folders = ['packages', 'examples', 'tools']
  .filter((group) => existsSync(group))
  .flatMap((group) => readdirSync(group).map((name) => join(group, name)))
const projects = ['.', ...folders].filter((folder) => existsSync(join(folder, 'tsconfig.json')))

function passes(args: readonly string[]): boolean {
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}

const functions = join('packages', 'supabase-schema')
const failed = projects.filter((project) => !passes([tsc, '-p', join(project, 'tsconfig.json')]))
if (!passes([join(functions, 'scripts', 'check-functions.ts')]))
  failed.push(join(functions, 'supabase', 'functions'))
if (!passes([join('packages', 'react', 'scripts', 'check-readme.ts')]))
  failed.push('packages/react/README.md')

if (failed.length > 0) {
  console.error(`Types are wrong in ${failed.join(', ')}.`)
  process.exit(1)
}
