// Everything that has to hold, in the order in which a failure is cheapest to find. Ends with one line that sums the tests.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

interface Step {
  name: string
  command: string
  args: readonly string[]
  env?: Readonly<Record<string, string>>
  /** The file that Vitest or Playwright writes its counts to. */
  report?: string
}

const reports = join('.headwater', 'reports')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

function vitest(project: string): Step {
  const report = join(reports, `${project}.json`)
  return {
    name: project,
    command: 'vitest',
    args: ['run', '--project', project, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    report,
  }
}

const steps: readonly Step[] = [
  { name: 'build', command: process.execPath, args: ['scripts/build.ts'] },
  { name: 'lint', command: 'npm', args: ['run', '--silent', 'lint'] },
  { name: 'types', command: process.execPath, args: ['scripts/types.ts'] },
  { name: 'packages', command: process.execPath, args: ['scripts/check-packages.ts'] },
  { name: 'size', command: 'size-limit', args: ['--silent'] },
  { name: 'initial size', command: process.execPath, args: ['scripts/initial-size.ts'] },
  vitest('unit'),
  vitest('integration'),
  { name: 'chromium', command: process.execPath, args: ['scripts/chromium.ts'] },
  vitest('browser'),
  vitest('storybook'),
  {
    name: 'e2e',
    command: 'playwright',
    args: ['test'],
    env: { E2E_REPORT: join(reports, 'e2e.json') },
    report: join(reports, 'e2e.json'),
  },
]

function countsOf(report: string | undefined): { passed: number; failed: number } {
  if (report === undefined || !existsSync(report)) return { passed: 0, failed: 0 }
  // Vitest counts at the top, Playwright below `stats`.
  const counts: {
    numPassedTests?: number
    numFailedTests?: number
    stats?: { expected: number; unexpected: number }
  } = JSON.parse(readFileSync(report, 'utf8'))
  return {
    passed: counts.numPassedTests ?? counts.stats?.expected ?? 0,
    failed: counts.numFailedTests ?? counts.stats?.unexpected ?? 0,
  }
}

let passed = 0
let failed = 0
for (const step of steps) {
  const startedAt = performance.now()
  console.log(`\n── ${step.name}`)
  const { status } = spawnSync(step.command, step.args, {
    stdio: 'inherit',
    env: { ...process.env, ...step.env },
  })
  const counts = countsOf(step.report)
  passed += counts.passed
  failed += status === 0 ? counts.failed : Math.max(counts.failed, 1)
  console.log(
    `── ${step.name}: ${status === 0 ? 'ok' : 'failed'} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  )
  if (status !== 0) break
}

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
