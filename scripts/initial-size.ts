// What a page loads before a person does anything: an export with everything that it imports at once, minified and gzipped. Chunks that
// are asked for later aren't counted; `size-limit` counts those.
import { writeFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/** Most bytes by the built entry, below `packages`, and export. */
const limits = {
  // With the schemas of what is pushed: they load with the hub, not beside its first request.
  'core/dist/index.js': { createHub: 31_000 },
  'react/dist/index.js': {
    FileUpload: 20_000,
    ImportWizard: 30_000,
    DataModelList: 45_000,
    ImportJobsMonitor: 45_000,
    RecordsTable: 45_000,
  },
  // Charts come on top where one is shown.
  'react/dist/dashboards.js': { DataFreshnessIndicator: 8000, KpiDashboard: 65_000, HealthSummary: 15_000 },
}

const external = [/^react($|\/)/, /^react-dom($|\/)/, '@tanstack/react-query', '@supabase/supabase-js']

function isOutput(result: Awaited<ReturnType<typeof build>>): result is Rolldown.RolldownOutput {
  return 'output' in result
}

async function chunksOf(built: string, name: string): Promise<Map<string, Rolldown.OutputChunk>> {
  const entry = join('packages', dirname(built), `.${name}.js`)
  writeFileSync(entry, `export { ${name} } from './${basename(built)}'\n`)
  try {
    const result = await build({
      configFile: false,
      logLevel: 'error',
      build: { write: false, rolldownOptions: { input: entry, external, preserveEntrySignatures: 'strict' } },
    })
    if (!isOutput(result)) throw new Error('One build was asked for.')
    const chunks = result.output.filter((file) => file.type === 'chunk')
    return new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  } finally {
    rmSync(entry)
  }
}

/** The entry and what it imports at once, and so on. */
function initial(chunks: ReadonlyMap<string, Rolldown.OutputChunk>): Set<Rolldown.OutputChunk> {
  const loaded = new Set([...chunks.values()].filter((chunk) => chunk.isEntry))
  for (const { imports } of loaded) {
    for (const name of imports) {
      const chunk = chunks.get(name)
      if (chunk) loaded.add(chunk)
    }
  }
  return loaded
}

let failed = false
for (const [built, names] of Object.entries(limits)) {
  for (const [name, limit] of Object.entries(names)) {
    const loaded = initial(await chunksOf(built, name))
    const bytes = [...loaded].reduce((sum, { code }) => sum + gzipSync(code).length, 0)
    console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB at first, of at most ${limit / 1000} kB`)
    failed ||= bytes === 0 || bytes > limit
  }
}
process.exit(failed ? 1 : 0)
