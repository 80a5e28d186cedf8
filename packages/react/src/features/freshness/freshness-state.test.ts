import { expect, test } from 'vitest'
import { freshnessStateOf, isUnconfirmed, type FreshnessFacts } from './freshness-state.ts'

const now = Date.parse('2026-11-21T10:00:00.000Z')
const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString()
const stateOf = (facts: Partial<FreshnessFacts>) => freshnessStateOf({ lastUpdated: ago(1), ...facts }, now)

test.each([
  [0, 'fresh'],
  [119, 'fresh'],
  [120, 'stale'],
  [599, 'stale'],
  [600, 'very-stale'],
  [7200, 'very-stale'],
] as const)('data of %d seconds is %s', (seconds, state) => {
  expect(stateOf({ lastUpdated: ago(seconds) })).toBe(state)
})

test('data from the future has no known age, and is not called fresh', () => {
  expect(stateOf({ lastUpdated: ago(-3600) })).toBe('very-stale')
})

test('a failure is told whatever the age, and data that was never there is not called old', () => {
  expect(stateOf({ error: 'down' })).toBe('error')
  expect(stateOf({ lastUpdated: null, error: 'down' })).toBe('error')
  expect(stateOf({ lastUpdated: null })).toBe('never')
  expect(stateOf({ lastUpdated: 'no time' })).toBe('never')
  expect(stateOf({ lastUpdated: null, loading: true })).toBe('loading')
})

test('what is incomplete is not called fresh, and what is old is called old first', () => {
  expect(stateOf({ incomplete: true })).toBe('incomplete')
  expect(stateOf({ incomplete: true, lastUpdated: ago(900) })).toBe('very-stale')
})

test('young data that nobody asked for again is not called fresh', () => {
  expect(stateOf({ fresh: false })).toBe('stale')
  expect(isUnconfirmed({ lastUpdated: ago(1), fresh: false }, now)).toBe(true)
  expect(isUnconfirmed({ lastUpdated: ago(300), fresh: false }, now)).toBe(false)
})

test('a host’s own limits count', () => {
  const limits = { freshMs: 1000, recentMs: 2000, staleMs: 3000 }
  expect(stateOf({ lastUpdated: ago(1.5), limits })).toBe('stale')
})
