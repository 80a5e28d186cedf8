// What a person waits for until a dashboard is on the screen. It prints times and asserts none: those are the machine's.
import { expect, test } from '@playwright/test'
import { connectVendor, forgetKept, freshness, signUp } from './people.ts'

// A trace takes time itself.
test.use({ trace: 'off' })

/** Notes when a dashboard's figures are on the screen, and when all of it is. */
function markPaints(): void {
  const mark = (name: string): void => {
    if (performance.getEntriesByName(name).length > 0) return
    // After the frame that shows it.
    requestAnimationFrame(() => setTimeout(() => performance.mark(name)))
  }
  new MutationObserver(() => {
    const title = sessionStorage.getItem('measured') ?? ''
    const ready = document.querySelector(`.hub-dashboard[aria-label="${title}"][data-state="ready"]`)
    if (!ready) return
    mark('first paint')
    if (ready.querySelectorAll('.recharts-bar-rectangle').length >= 27) mark('full paint')
  }).observe(document, { subtree: true, childList: true })
}

/** What a page took to show a dashboard, in milliseconds since its start or since the last click, and how much of that was the server's answer. */
function readPaints(): Record<string, number> | null {
  const at = (name: string): number | undefined => performance.getEntriesByName(name).at(-1)?.startTime
  const [first, full, clicked = 0] = [at('first paint'), at('full paint'), at('click')]
  if (first === undefined || full === undefined) return null
  const answers = performance
    .getEntriesByType('resource')
    .filter(({ name, startTime }) => name.includes('/functions/v1/') && startTime >= clicked)
  return {
    'server answer': answers.at(0)?.duration ?? 0,
    'first paint': first - clicked,
    'full paint': full - clicked,
  }
}

test('figures are painted from snapshots at once', async ({ page }) => {
  await signUp(page)
  await connectVendor(page)
  await page.addInitScript(markPaints)
  await page.addInitScript(() =>
    addEventListener('pointerdown', () => performance.mark('click'), { capture: true }),
  )
  async function measure(what: string, title: string, go: () => Promise<unknown>): Promise<void> {
    await page.evaluate((name) => {
      performance.clearMarks()
      performance.clearResourceTimings()
      sessionStorage.setItem('measured', name)
    }, title)
    await go()
    const paints: Record<string, number> = {}
    await expect.poll(async () => Object.assign(paints, await page.evaluate(readPaints))).not.toEqual({})
    const parts = Object.entries(paints).map(([name, ms]) => `${name} ${Math.round(ms)} ms`)
    console.log(`${what}: ${parts.join(', ')}`)
  }
  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click()
  await measure('Whole page, figures kept in the browser', 'KPI', () => page.reload())
  await forgetKept(page)
  await measure('Whole page, figures from the server', 'KPI', () => page.reload())
  await measure('Another dashboard, its function for the first time', 'Volume', () => tab('Volume'))
  await measure('A dashboard that is in memory', 'KPI', () => tab('KPI'))
  await tab('Volume')
  await forgetKept(page)
  await page.reload()
  await expect(freshness(page)).toContainText('27 of 27 workspaces')
  await measure('Another dashboard, just after the page', 'KPI', () => tab('KPI'))
  await expect(freshness(page)).toHaveAttribute('data-state', /fresh|stale/)
})
