import { createPersistence, localStorageStore } from '@headwater/core/request'
import { useEffect, useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { InDashboards, type InDashboardsProps } from '../../../.storybook/in-dashboards.tsx'
import { answerLater, renderInHub } from '../../../.storybook/render-in-hub.tsx'
import { unavailable } from '../../../.storybook/story-hub.ts'
import {
  InfrastructureDashboard,
  KpiDashboard,
  RevenueDashboard,
  TargetsEditor,
  useDashboardContext,
  VolumeDashboard,
} from '../../dashboards.ts'
import { useHub } from '../../index.ts'
import { sampleAnswer, sampleDashboards, workspaceId, type SampleDashboards } from './dashboard-stories.ts'

/** What reached the window: nothing should. */
const thrown = vi.fn<(event: Event) => void>()
beforeEach(async () => {
  thrown.mockReset()
  addEventListener('error', thrown)
  addEventListener('unhandledrejection', thrown)
  localStorage.clear()
  await page.viewport(1100, 800)
})
afterEach(() => {
  removeEventListener('error', thrown)
  removeEventListener('unhandledrejection', thrown)
  vi.restoreAllMocks()
  vi.useRealTimers()
  if (thrown.mock.calls.length > 0) throw new Error('Something was thrown to the window.')
})

async function show(
  options: SampleDashboards = {},
  element = <KpiDashboard />,
  provider: Omit<InDashboardsProps, 'children'> = {},
) {
  const { hub, screen } = await renderInHub(<InDashboards {...provider}>{element}</InDashboards>, {
    ...sampleDashboards(options),
  })
  const root = () => screen.container.querySelector('.hub-freshness')
  return { hub, screen, freshness: () => root()?.getAttribute('data-state') }
}

const envelope = (data: unknown): Response =>
  Response.json({ data, meta: { request_id: '0192f3a4-7c1e-7d30-9f0a-3b6f6f1f2a55' } })

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

/** As an app does, which shows nothing before it knows who is there. */
function SignedIn() {
  const { session } = useHub().context
  const [isKnown, setKnown] = useState(false)
  useEffect(() => session.onKnown(() => setKnown(true)), [session])
  return isKnown ? <KpiDashboard /> : null
}

describe('figures of an earlier visit', () => {
  // Kept for the user who read them, as createDashboards does by itself.
  const kept = { client: { persistence: createPersistence({ store: localStorageStore() }) } }

  async function visit(options: SampleDashboards = {}) {
    return show(options, <SignedIn />, kept)
  }
  const isKept = () => Object.keys(localStorage).some((key) => key.startsWith('headwater:'))

  test('are there before the server answered, with their age', async () => {
    const first = await visit({ ageMs: 5 * 60_000 })
    await expect.poll(isKept).toBe(true)
    await first.screen.unmount()
    const { screen, freshness } = await visit({ fail: () => answerLater<Response>().answer })
    await expect.element(screen.getByText('2,767')).toBeVisible()
    expect(freshness()).toBe('stale')
    await expect.element(screen.getByText('from the cache')).toBeVisible()
  })

  test('that are corrupt, or of an older version, are dropped without a word', async () => {
    const first = await visit()
    await expect.poll(isKept).toBe(true)
    await first.screen.unmount()
    for (const broken of ['{', '{"version":0,"data":{},"meta":{}}']) {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith('headwater:')))
        localStorage.setItem(key, broken)
      const { screen } = await visit()
      await expect.element(screen.getByText('2,767')).toBeVisible()
      await screen.unmount()
    }
  })

  test('of another tab show here as they come', async () => {
    const first = await visit({ ageMs: 5 * 60_000 })
    await expect.poll(isKept).toBe(true)
    await expect.poll(first.freshness).toBe('stale')
    const key = Object.keys(localStorage).find((name) => name.startsWith('headwater:')) ?? ''
    const fetchedAt = new Date(Date.now() + 1000).toISOString()
    const newValue = JSON.stringify({
      version: 1,
      data: sampleAnswer('kpi', { kpi: () => ({ leadsGenerated: 2 }), ageMs: 0 }),
      meta: { fetchedAt, asOf: fetchedAt, warnings: [], durationMs: 1 },
    })
    localStorage.setItem(key, newValue)
    dispatchEvent(new StorageEvent('storage', { key, newValue }))
    await expect.poll(first.freshness).toBe('fresh')
    await expect.element(first.screen.getByText('54', { exact: true })).toBeVisible()
  })

  test.each([
    [
      'full',
      () => vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => fail('QuotaExceededError')),
    ],
    [
      'disabled',
      () => vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => fail('SecurityError')),
    ],
  ])(
    'cannot be kept where storage is %s, and the page shows its figures all the same',
    async (_what, break_) => {
      break_()
      const { screen, freshness } = await visit()
      await expect.element(screen.getByText('2,767')).toBeVisible()
      expect(freshness()).toBe('fresh')
    },
  )
})

function fail(name: string): never {
  throw new DOMException('No.', name)
}

function Refresher() {
  const { kpiDashboard, refreshKPIDashboard, clearAllCache } = useDashboardContext()
  const { clients, loading, isFresh, error, warnings, fetchDurationMs, lastUpdated } = kpiDashboard
  return (
    <>
      <output>
        {JSON.stringify({ count: clients.length, loading, isFresh, error, warnings: warnings.length })}
      </output>
      <output>{fetchDurationMs !== null && lastUpdated instanceof Date ? 'measured' : ''}</output>
      <button
        type="button"
        onClick={() =>
          void refreshKPIDashboard(true).then(({ state }) =>
            document.body.setAttribute('data-outcome', state),
          )
        }
      >
        Now
      </button>
      <button type="button" onClick={() => void clearAllCache()}>
        Clear
      </button>
    </>
  )
}

describe('the context', () => {
  test('gives the spec’s state, and its refresh says how it ended instead of throwing', async () => {
    let down = false
    const { screen } = await show({ fail: () => (down ? unavailable() : null), stepMs: 1 }, <Refresher />)
    await expect
      .element(screen.getByText('{"count":27,"loading":false,"isFresh":true,"error":null,"warnings":3}'))
      .toBeVisible()
    await expect.element(screen.getByText('measured')).toBeVisible()
    const outcome = () => document.body.getAttribute('data-outcome')
    await userEvent.click(screen.getByRole('button', { name: 'Now' }))
    await expect.poll(outcome).toBe('refreshed')
    down = true
    await userEvent.click(screen.getByRole('button', { name: 'Now' }))
    await expect.poll(outcome).toBe('failed')
    await expect.element(screen.getByText(/"error":"The data hub is being updated/)).toBeVisible()
  })

  test('asks for everything anew once the cache was cleared', async () => {
    let asked = 0
    const { screen } = await show(
      {
        fail: () => {
          asked++
          return null
        },
      },
      <Refresher />,
    )
    await expect.element(screen.getByText(/"count":27/)).toBeVisible()
    await expect.poll(() => asked).toBe(4)
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
    await expect.poll(() => asked).toBe(8)
    await expect.element(screen.getByText(/"count":27/)).toBeVisible()
  })
})

describe('a chart', () => {
  test('tells each bar’s values to the arrow keys', async () => {
    const { screen } = await show()
    await expect
      .poll(() => screen.container.querySelector('.recharts-surface'), { timeout: 8000 })
      .not.toBeNull()
    screen.container.querySelector<SVGElement>('svg.recharts-surface')?.focus()
    const told = () => screen.container.querySelector('.hub-chart-tooltip')?.textContent
    await expect.poll(told).toBe('Ginkgo StudiosLeads178')
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(told).toBe('Juniper DentalLeads178Target130')
    for (let step = 0; step < 25; step++) await userEvent.keyboard('{ArrowDown}')
    await expect.poll(told).toMatch(/^Alder AnalyticsLeads/)
    const box = screen.container.querySelector('.hub-chart-box')?.getBoundingClientRect()
    const tooltip = screen.container.querySelector('.hub-chart-tooltip')?.getBoundingClientRect()
    expect(tooltip?.bottom ?? 0).toBeLessThanOrEqual((box?.bottom ?? 0) + 1)
    await userEvent.keyboard('{ArrowUp}')
    await expect.poll(told).not.toMatch(/^Alder AnalyticsLeads/)
  })

  test('has its values as a table, one button away', async () => {
    const { screen } = await show({}, <VolumeDashboard />)
    await userEvent.click(screen.getByRole('button', { name: 'Table' }))
    const table = screen.getByRole('table', { name: 'Emails sent today against capacity' })
    await expect.element(table.getByRole('row').nth(27)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Chart' }))
    await expect.element(table).not.toBeInTheDocument()
  })

  test('draws losses to the other side of zero', async () => {
    const { screen } = await show({}, <RevenueDashboard />)
    await expect
      .poll(() => screen.container.querySelectorAll('.recharts-bar-rectangle').length, { timeout: 8000 })
      .toBe(19)
    await expect.poll(() => screen.container.querySelector('.hub-chart-zero')).not.toBeNull()
  })
})

describe('4,185 sender accounts', () => {
  async function accounts() {
    const shown = await show({}, <InfrastructureDashboard />)
    await userEvent.click(shown.screen.getByRole('tab', { name: 'Sender accounts' }))
    await expect.element(shown.screen.getByText('4,185 rows')).toBeVisible()
    return shown
  }

  test('are drawn as they come into sight, and reached to the last with the keyboard', async () => {
    const { screen } = await accounts()
    const grid = screen.getByRole('grid', { name: 'Sender accounts' })
    expect(grid.element().querySelectorAll('[role="row"]').length).toBeLessThan(80)
    const sort = screen.getByRole('button', { name: 'Account', exact: true })
    sort.element().focus()
    await userEvent.keyboard('{ArrowDown}{Control>}{End}{/Control}')
    await expect
      .poll(() => document.activeElement?.closest('[role="row"]')?.getAttribute('aria-rowindex'))
      .toBe('4186')
  })

  test('are sorted, searched, filtered, and exported as they are shown', async () => {
    const { screen } = await accounts()
    const saved = vi.spyOn(URL, 'createObjectURL')
    await userEvent.click(screen.getByRole('button', { name: 'Sent', exact: true }))
    await expect
      .element(screen.getByRole('columnheader', { name: 'Sent' }))
      .toHaveAttribute('aria-sort', 'descending')
    await userEvent.fill(screen.getByRole('searchbox', { name: 'Search accounts' }), 'alder.0@mail1.')
    await expect.element(screen.getByText('1 of 4,185 rows')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }))
    await expect.poll(() => saved.mock.calls.length).toBe(1)
    const blob = saved.mock.calls[0]?.[0]
    const lines = blob instanceof Blob ? (await blob.text()).trim().split('\r\n') : []
    expect(lines[0]).toBe('Account,Workspace,Status,Type,Daily limit,Sent,Bounced,Replies,Interested')
    expect(lines).toHaveLength(2)
    await userEvent.fill(screen.getByRole('searchbox', { name: 'Search accounts' }), 'nobody@nowhere')
    await expect.element(screen.getByText('No row matches.')).toBeVisible()
  })
})

test('at 360 pixels a row keeps its key figures and opens the others', async () => {
  await page.viewport(360, 740)
  const { screen } = await show()
  await expect.element(screen.getByRole('gridcell', { name: 'Ginkgo Studios' })).toBeVisible()
  expect(screen.container.querySelectorAll('[role="columnheader"]').length).toBe(3)
  await userEvent.click(screen.getByRole('gridcell', { name: 'Ginkgo Studios' }))
  const dialog = screen.getByRole('dialog', { name: 'Ginkgo Studios' })
  await expect.element(dialog.getByText('Projected')).toBeVisible()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360)
})

test('targets are saved in minor units, and the dashboards ask anew', async () => {
  const saved: unknown[] = []
  const { screen } = await renderInHub(
    <InDashboards>
      <TargetsEditor />
    </InDashboards>,
    {
      fail: async (request) => {
        if (request.method === 'POST' && request.url.includes('workspace_targets'))
          saved.push(await request.clone().json())
        return sampleDashboards({ workspaces: 9 }).fail?.(request) ?? null
      },
    },
  )
  await userEvent.click(screen.getByRole('button', { name: 'Targets of Hazel Partners' }))
  await userEvent.fill(screen.getByLabelText('Leads wanted a month'), '40')
  await userEvent.fill(screen.getByLabelText('Price per lead'), '125,5')
  await userEvent.fill(screen.getByLabelText('Currency'), 'eur')
  await userEvent.click(screen.getByRole('button', { name: 'Save targets' }))
  await expect
    .poll(() => saved)
    .toEqual([
      {
        workspace_id: workspaceId(7),
        monthly_kpi: 40,
        price_per_lead_minor: 12_550,
        monthly_cost_minor: null,
        currency: 'EUR',
      },
    ])
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
})
