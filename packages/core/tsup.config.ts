import { readFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'

const entry = {
  index: 'src/index.ts',
  'contracts/index': 'src/contracts/index.ts',
  'csv/index': 'src/csv/index.ts',
  'dashboards/index': 'src/dashboards/index.ts',
  'detection/index': 'src/detection/index.ts',
  'inference/index': 'src/inference/index.ts',
  'request/index': 'src/request/index.ts',
  'campaigns/index': 'src/campaigns/index.ts',
  'messaging/index': 'src/messaging/index.ts',
  'testing/index': 'src/testing/index.ts',
  'transforms/index': 'src/transforms/index.ts',
  'validation/index': 'src/validation/index.ts',
  'workbook/index': 'src/workbook/index.ts',
}

/** Marks the calls that make a contract's schemas as free of effects: a bundler may then drop the schemas that a page doesn't use. */
const droppableSchemas: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'droppable-schemas',
  setup(build) {
    build.onLoad({ filter: /src[\\/]contracts[\\/][\w-]+\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      return {
        loader: 'ts',
        contents: source.replaceAll(/(?<![\w.])z\s*\.\s*[a-z]\w*\(/gi, '/* @__PURE__ */ $&'),
      }
    })
  },
}

const shared: Options = { sourcemap: true, target: 'es2022', esbuildPlugins: [droppableSchemas] }

export default defineConfig([
  // Every module is an entry, so that a host's bundler can split and drop them.
  {
    ...shared,
    entry: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/*.test-d.ts'],
    format: ['esm'],
    splitting: true,
  },
  { ...shared, entry, format: ['cjs'] },
  { ...shared, entry, format: ['esm', 'cjs'], dts: { only: true } },
])
