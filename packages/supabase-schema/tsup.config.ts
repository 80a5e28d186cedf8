import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

function versionOf(manifest: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL(manifest, import.meta.url), 'utf8'),
  )
  return JSON.stringify(version)
}

export default defineConfig([
  { entry: { index: 'src/index.ts' }, format: ['esm', 'cjs'], dts: true, target: 'es2022' },
  {
    entry: { main: 'src/cli/main.ts' },
    outDir: 'dist/cli',
    format: ['esm'],
    platform: 'node',
    target: 'node22',
    onSuccess: 'node scripts/standalone.ts',
    define: { PACKAGE_VERSION: versionOf('package.json'), CORE_VERSION: versionOf('../core/package.json') },
  },
])
