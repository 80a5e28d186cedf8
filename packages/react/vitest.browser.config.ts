import react from '@vitejs/plugin-react'
import { mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { headwaterStyles, sourceConfig } from './.storybook/vite-sources.ts'
import { inChromium } from './.storybook/in-chromium.ts'

// Components in a real browser, on a backend in memory.
export default mergeConfig(
  sourceConfig,
  defineConfig({
    plugins: [react(), headwaterStyles()],
    optimizeDeps: { include: ['vitest-browser-react'] },
    test: {
      name: 'browser',
      include: ['src/**/*.browser.test.tsx'],
      browser: inChromium,
      maxWorkers: 2,
      testTimeout: 10_000,
      expect: { poll: { timeout: 4000 } },
    },
  }),
)
