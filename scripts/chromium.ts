// Finds the Chromium that the browser tests run in; `node scripts/chromium.ts` installs one where there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/** CHROMIUM_PATH, the system's, or Playwright's own; null where there is none. */
export function chromiumPath(): string | null {
  const candidates = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ]
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null
}

function run(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}

function install(): void {
  if (chromiumPath() !== null) return
  const asRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (asRoot) {
    run('apt-get', 'update')
    if (run('apt-get', 'install', '--yes', '--no-install-recommends', 'chromium')) return
  }
  if (run('playwright', 'install', 'chromium') && chromiumPath() !== null) return
  console.error(
    'The browser tests need Chromium. Install it with your package manager, or set CHROMIUM_PATH to an executable.',
  )
  process.exit(1)
}

if (import.meta.main) install()
