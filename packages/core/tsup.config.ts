import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'contracts/index': 'src/contracts/index.ts',
    'csv/index': 'src/csv/index.ts',
    'inference/index': 'src/inference/index.ts',
    'testing/index': 'src/testing/index.ts',
    'validation/index': 'src/validation/index.ts',
  },
  format: ['esm', 'cjs'],
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'es2022',
})
