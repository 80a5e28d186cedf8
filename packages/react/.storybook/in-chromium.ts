import { playwright } from '@vitest/browser-playwright'
import { chromiumPath } from '../../../scripts/chromium.ts'

const executablePath = chromiumPath()

/** The Chromium that every other browser test runs in. */
export const inChromium = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  viewport: { width: 1100, height: 800 },
  provider: playwright({
    // What moves is drawn again and again, and tests look at what stands still.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      // Root has no sandbox.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  }),
  instances: [{ browser: 'chromium' as const }],
}
