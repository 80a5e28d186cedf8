// Writes dist/supabase: this package's Supabase project folder with its own copy of core, so that it starts and deploys from anywhere.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { coreEntriesOf, VENDORED_CORE, withVendoredCore } from '../src/cli/vendored-core.ts'

const packageFolder = fileURLToPath(new URL('../', import.meta.url))
const source = join(packageFolder, 'supabase')
const coreSource = join(packageFolder, '../core/src')
const target = join(packageFolder, 'dist/supabase')
const functions = join(target, 'functions')

const relativeImport = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g

/** A module of core and all that it leads to, as paths below core's sources. */
function modulesFrom(file: string, found: Set<string>): void {
  const path = relative(coreSource, file)
  if (path.startsWith('..')) throw new Error(`${file} is outside core.`)
  if (found.has(path)) return
  found.add(path)
  for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(relativeImport))
    modulesFrom(resolve(dirname(file), target), found)
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const name of ['config.toml', 'seed.sql', 'migrations', 'functions']) {
  cpSync(join(source, name), join(target, name), {
    recursive: true,
    filter: (path) => !/(?:^|[\\/])(?:node_modules|\.env.*|\.temp|[^\\/]+\.test\.ts)$/.test(path),
  })
}

const modules = new Set<string>()
for (const name of readdirSync(functions)) {
  const file = join(functions, name, 'deno.json')
  if (!existsSync(file)) continue
  const text = readFileSync(file, 'utf8')
  for (const entry of coreEntriesOf(text)) modulesFrom(join(coreSource, entry, 'index.ts'), modules)
  writeFileSync(file, withVendoredCore(text))
}
for (const module of modules) cpSync(join(coreSource, module), join(functions, VENDORED_CORE, module))
console.log(`Wrote dist/supabase with ${modules.size} modules of core.`)
