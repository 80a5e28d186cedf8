import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renderInHub } from '../../../.storybook/render-in-hub.tsx'
import { DataFreshnessIndicator } from '../../dashboards.ts'
import { createTicker } from './ticker.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('an age ticks from fresh to very stale, and the page around it renders once', async () => {
  const rendered = vi.fn<() => void>()
  const lastUpdated = new Date()
  function Page() {
    rendered()
    return <DataFreshnessIndicator lastUpdated={lastUpdated} />
  }
  const { screen } = await renderInHub(<Page />)
  const root = screen.container.querySelector('.hub-freshness')
  const before = rendered.mock.calls.length
  await expect.element(screen.getByText('Updated now')).toBeVisible()
  vi.advanceTimersByTime(61_000)
  await expect.element(screen.getByText('Updated 1 minute ago')).toBeVisible()
  expect(root?.getAttribute('data-state')).toBe('fresh')
  vi.advanceTimersByTime(60_000)
  await expect.element(screen.getByText('Updated 2 minutes ago')).toBeVisible()
  expect(root?.getAttribute('data-state')).toBe('stale')
  vi.advanceTimersByTime(8 * 60_000)
  await expect.element(screen.getByText('Updated 10 minutes ago')).toBeVisible()
  expect(root?.getAttribute('data-state')).toBe('very-stale')
  expect(rendered.mock.calls.length).toBe(before)
})

test('a hundred ages share one timer, which ends with the last of them', () => {
  const ticker = createTicker()
  const listener = vi.fn<() => void>()
  const stops = Array.from({ length: 100 }, () => {
    const own = () => listener()
    return ticker.subscribe(own)
  })
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(1000)
  expect(listener).toHaveBeenCalledTimes(100)
  for (const stop of stops) stop()
  expect(vi.getTimerCount()).toBe(0)
})

test('a hidden page stands still, and is told that it slept when it is looked at again', () => {
  const ticker = createTicker()
  const [ticked, woke] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const stops = [ticker.subscribe(ticked), ticker.onWake(woke)]
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  vi.advanceTimersByTime(40_000)
  expect(ticked).not.toHaveBeenCalled()
  visibility.mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
  expect(ticked).toHaveBeenCalledOnce()
  expect(woke).toHaveBeenCalledOnce()
  for (const stop of stops) stop()
})

test('a machine that slept is noticed by the time that passed between two ticks', () => {
  const ticker = createTicker()
  const woke = vi.fn<() => void>()
  const stop = ticker.onWake(woke)
  vi.advanceTimersByTime(5000)
  expect(woke).not.toHaveBeenCalled()
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(1000)
  expect(woke).toHaveBeenCalledOnce()
  stop()
})
