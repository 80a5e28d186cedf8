import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'
import { functionAreas, toEntryPoint } from './src/function-areas.ts'

const areas = [...new Set(Object.values(functionAreas))]
const toSource = (area: string): string => `src/functions/${area}/index.ts`
const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
)

export default defineConfig([
  {
    entry: {
      index: 'src/index.ts',
      ...Object.fromEntries(areas.map((area) => [`functions/${area}`, toSource(area)])),
    },
    format: ['esm'],
    dts: true,
    target: 'es2022',
    platform: 'node',
  },
  {
    entry: { main: 'src/cli/main.ts' },
    outDir: 'dist/cli',
    format: ['esm'],
    platform: 'node',
    target: 'node22',
    define: { PACKAGE_VERSION: JSON.stringify(version) },
  },
  {
    // Each function in one file, for hosts that may fetch nothing at deploy time.
    entry: Object.fromEntries(
      Object.keys(functionAreas).map((name) => [name, `supabase/functions/${name}/index.ts`]),
    ),
    outDir: 'dist/bundles',
    format: ['esm'],
    platform: 'node',
    target: 'es2022',
    noExternal: [/.*/],
    splitting: false,
    esbuildOptions(options) {
      options.alias = Object.fromEntries(
        areas.map((area) => [toEntryPoint(area), fileURLToPath(new URL(toSource(area), import.meta.url))]),
      )
    },
    onSuccess: 'node scripts/bundled-project.ts',
  },
])
