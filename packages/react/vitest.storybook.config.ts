import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { inChromium } from './.storybook/in-chromium.ts'

// Each story is a test: it renders, its play passes, and axe finds nothing.
export default defineConfig({
  plugins: [storybookTest({ configDir: join(import.meta.dirname, '.storybook') })],
  test: {
    name: 'storybook',
    browser: inChromium,
    maxWorkers: 2,
    // Each story has a backend of its own: one page can show them all.
    isolate: false,
  },
})
