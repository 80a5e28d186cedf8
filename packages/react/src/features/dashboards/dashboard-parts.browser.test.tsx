import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { InDashboards } from '../../../.storybook/in-dashboards.tsx'
import { renderInHub } from '../../../.storybook/render-in-hub.tsx'
import { unavailable } from '../../../.storybook/story-hub.ts'
import {
  InfrastructureDashboard,
  RevenueDashboard,
  TargetsEditor,
  useDashboardContext,
  VolumeDashboard,
} from '../../dashboards.ts'
import { sampleDashboards, workspaceId } from './dashboard-stories.ts'
import { show } from '../../../.storybook/show-dashboard.tsx'

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
