// `pnpm bench <name> [arguments]` runs src/<name>.bench.ts.
import { existsSync, readdirSync } from 'node:fs'

const [name = '', ...rest] = process.argv.slice(2)
const folder = new URL('.', import.meta.url)
const file = new URL(`${name}.bench.ts`, folder)

if (!existsSync(file)) {
  const names = readdirSync(folder).flatMap((entry) =>
    entry.endsWith('.bench.ts') ? [entry.replace('.bench.ts', '')] : [],
  )
  console.error(`There is no benchmark named “${name}”. Choose one of: ${names.join(', ')}.`)
  process.exit(1)
}

const { run }: { run: (options: readonly string[]) => Promise<object> } = await import(file.href)
const result = await run(rest)
console.log(JSON.stringify({ bench: name, ...result }))
