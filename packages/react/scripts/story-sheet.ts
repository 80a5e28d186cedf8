// Draws the stories whose id matches on one sheet, to look at them side by side: `pnpm storybook:build`, then
// `pnpm storybook:sheet <pattern> [light|dark] [width in pixels]` writes .headwater/stories.png at the repository's root.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright'
import { preview } from 'vite'
import * as z from 'zod/mini'
import { chromiumPath } from '../../../scripts/chromium.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const built = join(root, 'storybook-static')
const output = join(root, '.headwater', 'stories.png')
const [pattern = '', scheme = 'light', width = '760'] = process.argv.slice(2)
const COLUMNS = 2
const HEIGHT = 760

const indexSchema = z.object({
  entries: z.record(z.string(), z.object({ id: z.string(), type: z.string() })),
})
const index = indexSchema.parse(JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')))
const ids = Object.values(index.entries)
  .filter(({ id, type }) => type === 'story' && new RegExp(pattern).test(id))
  .map(({ id }) => id)

/** A story has come to rest when its text stays the same for a while. */
async function settle(page: Page): Promise<void> {
  await page.waitForSelector('.story > *')
  let before = ''
  for (let round = 0; round < 40; round++) {
    await page.waitForTimeout(200)
    const now = await page.locator('body').innerText()
    if (now === before && round > 3) return
    before = now
  }
}

const server = await preview({ root, build: { outDir: built }, preview: { port: 0 }, logLevel: 'error' })
const address = server.resolvedUrls?.local[0] ?? pathToFileURL(built).href
const executablePath = chromiumPath()
const browser = await chromium.launch(executablePath === null ? {} : { executablePath })
const page = await browser.newPage()
const columns = Array.from({ length: COLUMNS }, () => ({ height: 0, html: '' }))
for (const id of ids) {
  const viewport = { width: id.includes('narrow') ? 360 : Number(width), height: HEIGHT }
  await page.setViewportSize(viewport)
  const globals = scheme === 'light' ? '' : `&globals=colorScheme:${scheme}`
  await page.goto(`${address}iframe.html?id=${id}&viewMode=story${globals}`)
  await settle(page)
  const image = (await page.screenshot()).toString('base64')
  const shortest = columns.toSorted((left, right) => left.height - right.height)[0]
  if (!shortest) break
  shortest.height += HEIGHT
  shortest.html += `<figure><figcaption>${id}</figcaption><img src="data:image/png;base64,${image}"></figure>`
}
await page.setViewportSize({ width: (Number(width) + 24) * COLUMNS, height: HEIGHT })
await page.setContent(
  `<style>body{display:flex;gap:16px;margin:8px;background:#889;font:12px sans-serif}figure{margin:0 0 16px}</style>
   ${columns.map(({ html }) => `<div>${html}</div>`).join('')}`,
)
mkdirSync(join(root, '.headwater'), { recursive: true })
await page.screenshot({ path: output, fullPage: true })
await browser.close()
await server.close()
console.log(`${ids.length} stories on ${output}`)
