import { afterEach, expect, test, vi } from 'vitest'
import { readLocal, toLocal, withOffset } from './local-time.ts'

afterEach(() => void vi.unstubAllEnvs())

test('a chosen time is kept with the offset that holds on that day', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(withOffset('2026-01-31T09:00')).toBe('2026-01-31T09:00:00+01:00')
  expect(withOffset('2026-07-31T09:00')).toBe('2026-07-31T09:00:00+02:00')
  vi.stubEnv('TZ', 'America/St_Johns')
  expect(withOffset('2026-01-31T09:00')).toBe('2026-01-31T09:00:00-03:30')
})

test('somebody in another zone reads the same moment on their own clock', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  const kept = withOffset('2026-01-31T09:00')
  expect(readLocal(kept)).toBe('2026-01-31T09:00')
  vi.stubEnv('TZ', 'America/New_York')
  expect(readLocal(kept)).toBe('2026-01-31T03:00')
})

test('an hour that the clock leaves out is the one after it', () => {
  vi.stubEnv('TZ', 'Europe/Berlin')
  expect(withOffset('2026-03-29T02:30')).toBe('2026-03-29T03:30:00+02:00')
})

test('what is no time is none', () => {
  expect(readLocal('soon')).toBeNull()
  expect(readLocal('')).toBeNull()
  expect(readLocal(7)).toBeNull()
  expect(toLocal(new Date(2026, 0, 5, 7, 8))).toBe('2026-01-05T07:08')
})
