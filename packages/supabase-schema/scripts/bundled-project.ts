// Writes dist/supabase: this package's Supabase project with each function as one file, so that it starts and deploys from anywhere.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { functionAreas, toDenoConfig } from '../src/function-areas.ts'

const packageFolder = fileURLToPath(new URL('../', import.meta.url))
const source = join(packageFolder, 'supabase')
const bundles = join(packageFolder, 'dist', 'bundles')
const target = join(packageFolder, 'dist', 'supabase')

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const name of ['config.toml', 'seed.sql', 'migrations'])
  cpSync(join(source, name), join(target, name), { recursive: true })
for (const name of Object.keys(functionAreas)) {
  const folder = join(target, 'functions', name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'index.ts'), "import './function.js'\n")
  writeFileSync(join(folder, 'function.js'), readFileSync(join(bundles, `${name}.js`)))
  writeFileSync(join(folder, 'deno.json'), toDenoConfig({}))
}
rmSync(bundles, { recursive: true, force: true })
console.log(`Wrote dist/supabase with ${Object.keys(functionAreas).length} functions.`)
