import { createPersistence, localStorageStore } from '@headwater/core/request'
import { useEffect, useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { answerLater } from '../../../.storybook/render-in-hub.tsx'
import { KpiDashboard } from '../../dashboards.ts'
import { useHub } from '../../index.ts'
import { sampleAnswer, type SampleDashboards } from './dashboard-stories.ts'
import { show } from '../../../.storybook/show-dashboard.tsx'

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
