import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { answerLater } from '../../../.storybook/render-in-hub.tsx'
import { unavailable } from '../../../.storybook/story-hub.ts'
import { sampleAnswer, workspaceId } from './dashboard-stories.ts'
import { envelope, show } from '../../../.storybook/show-dashboard.tsx'

describe('a dashboard', () => {
  test('shows its figures, how fresh they are, and how many workspaces they are of', async () => {
    const { screen, freshness } = await show()
    await expect.element(screen.getByText('2,767')).toBeVisible()
    await expect.element(screen.getByText('27 of 27 workspaces')).toBeVisible()
    expect(freshness()).toBe('fresh')
  })

  test('names the workspaces that are behind, and says why', async () => {
    const { screen, freshness } = await show({ behind: 3 })
    await expect.element(screen.getByText('24 of 27 workspaces are up to date')).toBeVisible()
    await expect.element(screen.getByText(/Older figures: Elm Studios and Fern Analytics\./)).toBeVisible()
    await expect.element(screen.getByText('Without figures: Ginkgo Capital.')).toBeVisible()
    await expect.element(screen.getByText(/^24 of 27 workspaces, oldest 14 minutes ago$/)).toBeVisible()
    expect(freshness()).toBe('incomplete')
  })

  test('doesn’t move when its figures come', async () => {
    const moved: number[] = []
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('value' in entry) moved.push(Number(entry.value))
    })
    const later = answerLater<Response>()
    const { screen } = await show({ fail: () => later.answer })
    await expect.element(screen.getByText('Reading the first figures')).toBeVisible()
    observer.observe({ type: 'layout-shift', buffered: false })
    later.resolve(envelope(sampleAnswer('kpi')))
    await expect
      .poll(() => screen.container.querySelectorAll('.recharts-bar-rectangle').length, { timeout: 15_000 })
      .toBe(27)
    observer.disconnect()
    expect(moved.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.01)
  }, 20_000)

  test('fills as workspaces arrive, and keeps what was read when it is stopped', async () => {
    const { screen } = await show({ ageMs: 5 * 60_000, stepMs: 300 })
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await expect.poll(() => screen.container.textContent).toMatch(/(?<!2)[3-9] of 27 workspaces/)
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
    await expect.element(screen.getByRole('button', { name: 'Refresh' })).toBeVisible()
    const ages = () =>
      [...screen.container.querySelectorAll('.hub-grid-body time')].map(({ textContent }) => textContent)
    expect(ages().some((age) => age?.includes('sec'))).toBe(true)
    expect(ages().some((age) => age?.includes('5 min'))).toBe(true)
    expect(screen.container.textContent).not.toContain('Couldn’t refresh')
  })

  test('keeps its last good figures through a failure, and recovers by its own button', async () => {
    let down = false
    const { screen, freshness } = await show({ fail: () => (down ? unavailable() : null), stepMs: 1 })
    await expect.element(screen.getByText('2,767')).toBeVisible()
    down = true
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await expect.element(screen.getByText('Couldn’t refresh the figures')).toBeVisible()
    await expect.element(screen.getByText('2,767')).toBeVisible()
    expect(freshness()).toBe('error')
    down = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await expect.poll(freshness, { timeout: 15_000 }).toBe('fresh')
    expect(screen.container.textContent).not.toContain('Couldn’t refresh')
  }, 20_000)

  test('says that a refresh failed beside what was missing before it', async () => {
    let down = false
    const { screen } = await show({ behind: 3, fail: () => (down ? unavailable() : null) })
    await expect.element(screen.getByText('24 of 27 workspaces are up to date')).toBeVisible()
    down = true
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await expect.element(screen.getByText('Couldn’t refresh the figures')).toBeVisible()
    await expect.element(screen.getByText('24 of 27 workspaces are up to date')).toBeVisible()
  })

  test('says what failed when there is nothing to show, and shows figures once they come', async () => {
    let down = true
    const { screen, freshness } = await show({ fail: () => (down ? unavailable() : null) })
    await expect.element(screen.getByText('The figures couldn’t be loaded')).toBeVisible()
    expect(freshness()).toBe('error')
    down = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await expect.element(screen.getByText('2,767')).toBeVisible()
  })

  test('takes an answer that makes no sense for a failure, and goes on', async () => {
    const nonsense = { ...sampleAnswer('kpi'), clients: [{ id: 1 }] }
    const { screen } = await show({ fail: () => envelope(nonsense) })
    await expect.element(screen.getByText(/does not match its contract/)).toBeVisible()
  })

  test('never shows an answer of a selection that is not looked at any more', async () => {
    const late = answerLater<Response>()
    const only = (url: URL) => url.searchParams.get('workspace_ids') === workspaceId(1)
    const { screen } = await show({ fail: (_name, url) => (only(url) ? late.answer : null) })
    await expect.element(screen.getByText('27 of 27 workspaces')).toBeVisible()
    const select = screen.getByRole('combobox', { name: 'Workspace' })
    await userEvent.selectOptions(select, 'Birch Capital')
    await expect.element(screen.getByText('Reading the first figures')).toBeVisible()
    expect(screen.container.textContent).not.toContain('2,767')
    await userEvent.selectOptions(select, 'Cedar Dental')
    await expect.element(screen.getByText('1 of 1 workspace')).toBeVisible()
    const url = new URL(`http://x?workspace_ids=${workspaceId(1)}`)
    late.resolve(envelope(sampleAnswer('kpi', {}, url)))
    await new Promise(requestAnimationFrame)
    const rows = [...screen.container.querySelectorAll('.hub-grid-body [role="row"]')]
    expect(rows.map(({ textContent }) => textContent?.includes('Cedar Dental'))).toEqual([true])
  })
})

describe('what can no longer be trusted', () => {
  test('is not called fresh after the connection was lost, until it was asked for again', async () => {
    let asked = 0
    const later = answerLater<Response>()
    const { screen, freshness } = await show({ fail: () => (++asked > 1 ? later.answer : null) })
    await expect.poll(freshness).toBe('fresh')
    dispatchEvent(new Event('offline'))
    await expect.poll(freshness).toBe('stale')
    await expect.element(screen.getByText(/not checked since the connection was lost/)).toBeVisible()
    dispatchEvent(new Event('online'))
    await expect.poll(() => asked).toBeGreaterThan(1)
    expect(freshness()).toBe('stale')
    later.resolve(envelope(sampleAnswer('kpi')))
    await expect.poll(freshness).toBe('fresh')
  })

  test('is asked for again when the connection is back, even if nobody saw it go', async () => {
    let asked = 0
    const { freshness } = await show({
      fail: () => {
        asked++
        return null
      },
    })
    await expect.poll(freshness).toBe('fresh')
    const before = asked
    dispatchEvent(new Event('online'))
    await expect.poll(() => asked).toBeGreaterThan(before)
    await expect.poll(freshness).toBe('fresh')
  })

  test('is asked for again when the page slept', async () => {
    let asked = 0
    const { freshness } = await show({
      fail: () => {
        asked++
        return null
      },
    })
    await expect.poll(freshness).toBe('fresh')
    const before = asked
    const real = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => real() + 3_600_000)
    await expect.poll(() => asked, { timeout: 4000 }).toBeGreaterThan(before)
  })

  test('of one user is gone before the next is there', async () => {
    const asked: string[] = []
    const { hub, screen } = await show({
      fail: async (_name, url) => {
        asked.push(url.search)
        const { data } = await hubOf().context.supabase.auth.getSession()
        return data.session ? null : Response.json({ code: 'UNAUTHORIZED' }, { status: 401 })
      },
    })
    function hubOf() {
      return hub
    }
    await expect.element(screen.getByText('2,767')).toBeVisible()
    const select = screen.getByRole('combobox', { name: 'Workspace' })
    await userEvent.selectOptions(select, 'Birch Capital')
    await expect.element(screen.getByText('1 of 1 workspace')).toBeVisible()
    await hub.context.supabase.auth.signOut()
    await expect.element(screen.getByText('The figures couldn’t be loaded')).toBeVisible()
    expect(screen.container.textContent).not.toContain('2,767')
    expect(screen.container.textContent).not.toContain('Birch Capital')
    // Nor is the next one's first question about the workspace that the last one looked at.
    expect(asked.at(-1)).not.toContain('workspace_ids')
    expect(screen.container.textContent).not.toContain('Ginkgo Studios')
  })

  test('of a refresh that was on its way at sign-out reaches nobody', async () => {
    const { hub, screen } = await show({ stepMs: 50, ageMs: 5 * 60_000 })
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }))
    await expect.element(screen.getByRole('button', { name: 'Stop' })).toBeVisible()
    await hub.context.supabase.auth.signOut()
    await expect.element(screen.getByRole('button', { name: 'Stop' })).not.toBeInTheDocument()
  })
})
