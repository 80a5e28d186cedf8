import { defineConfig } from 'tsup'

const entry = {
  index: 'src/index.ts',
  'contracts/index': 'src/contracts/index.ts',
  'csv/index': 'src/csv/index.ts',
  'inference/index': 'src/inference/index.ts',
  'testing/index': 'src/testing/index.ts',
  'validation/index': 'src/validation/index.ts',
}

const shared = { sourcemap: true, target: 'es2022' } as const

export default defineConfig([
  // Every module is an entry: a host's bundler drops the modules that a page doesn't use, and schemas can't be dropped one by one.
  {
    ...shared,
    entry: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/*.test-d.ts'],
    format: ['esm'],
    splitting: true,
  },
  { ...shared, entry, format: ['cjs'] },
  { ...shared, entry, format: ['esm', 'cjs'], dts: { only: true } },
])
