import { defineConfig } from '@playwright/test'
import { chromiumPath } from './scripts/chromium.ts'

const port = 5181
const executablePath = chromiumPath()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: '.headwater/e2e',
  timeout: 60_000,
  // Generous, for machines that do other things too.
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  reporter:
    process.env['E2E_REPORT'] === undefined
      ? 'list'
      : [['list'], ['json', { outputFile: process.env['E2E_REPORT'] }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: executablePath === null ? {} : { executablePath },
  },
  webServer: {
    command: `node e2e/serve.ts ${port}`,
    url: `http://127.0.0.1:${port}`,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
})
