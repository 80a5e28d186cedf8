import { readFile, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { defineConfig, type Options } from 'tsup'

const target = 'es2022'

/** Sources name the workers as they stand beside them; built, the workers stand where the chunks do. */
const builtWorkers: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'built-workers',
  setup(build) {
    build.onLoad({ filter: /start-worker\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return { loader: 'ts', contents: source.replaceAll(/\.worker\.ts'/g, ".worker.js'") }
    })
    build.onEnd(({ outputFiles = [] }) => {
      const astray = outputFiles.find(
        ({ path, text }) =>
          /\.c?js$/.test(path) && text.includes('.worker.js"') && basename(dirname(path)) !== 'dist',
      )
      if (astray) throw new Error(`${astray.path} names a worker that is not beside it.`)
    })
  },
}

const shared: Options = {
  sourcemap: true,
  target,
  banner: { js: '"use client";' },
  esbuildPlugins: [builtWorkers],
}

/** Splitting for `require` puts its own lines before the directive, which counts only when it is the first. */
const clientFirst: NonNullable<Options['plugins']>[number] = {
  name: 'client-first',
  async buildEnd({ writtenFiles }) {
    for (const { name } of writtenFiles.filter((file) => file.name.endsWith('.cjs')))
      await writeFile(name, `"use client";${await readFile(name, 'utf8')}`)
  },
}

const entries = { index: 'src/index.ts', campaigns: 'src/campaigns.ts', dashboards: 'src/dashboards.ts' }

export default defineConfig([
  {
    ...shared,
    // Every module is an entry, so that a host's bundler loads with a component what that component needs, and no more.
    entry: [
      'src/**/*.{ts,tsx}',
      '!src/**/*.{stories,test}.*',
      '!src/**/*.browser.test.tsx',
      '!src/**/*-stories.ts',
      '!src/conformance/**',
      '!src/**/*.worker.ts',
    ],
    format: ['esm'],
    splitting: true,
  },
  // Each worker is one file that needs nothing else: every bundler takes it as it is, whatever format it gives workers.
  {
    target,
    minify: true,
    entry: {
      'import-reader.worker': 'src/features/import-wizard/reader/import-reader.worker.ts',
      'workbook.worker': 'src/features/import-wizard/reader/workbook.worker.ts',
    },
    format: ['esm'],
    splitting: false,
    noExternal: [/./],
  },
  // The entries share their chunks: a provider of one is seen by components of the other.
  { ...shared, entry: entries, format: ['cjs'], splitting: true, shims: true, plugins: [clientFirst] },
  { ...shared, entry: entries, format: ['esm', 'cjs'], dts: { only: true } },
])
