import { defineConfig } from 'tsup'

const shared = { sourcemap: true, target: 'es2022', banner: { js: '"use client";' } } as const

export default defineConfig([
  {
    ...shared,
    // Every module is an entry, so that a host's bundler loads with a component what that component needs, and no more.
    entry: [
      'src/**/*.{ts,tsx}',
      '!src/**/*.{stories,test}.*',
      '!src/**/*.browser.test.tsx',
      '!src/**/*-stories.ts',
    ],
    format: ['esm'],
    splitting: true,
  },
  { ...shared, entry: { index: 'src/index.ts' }, format: ['cjs'] },
  { ...shared, entry: { index: 'src/index.ts' }, format: ['esm', 'cjs'], dts: { only: true } },
])
