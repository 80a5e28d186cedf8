import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HubApiError, HubNetworkError, isHubCircuitOpenError } from '../errors/hub-errors.ts'
import { createCircuitBreakers } from './circuit-breaker.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const down = (): Promise<never> => Promise.reject(new HubNetworkError('x'))
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

async function failTimes(breakers: ReturnType<typeof createCircuitBreakers>, times: number): Promise<void> {
  for (let index = 0; index < times; index++) await errorOf(breakers.execute('GET /a', down))
}

test('an endpoint that works never loads a breaker', async () => {
  const breakers = createCircuitBreakers()
  expect(await breakers.execute('GET /a', async () => 1)).toBe(1)
  expect(breakers.isOpen('GET /a')).toBe(false)
})

test('an endpoint that fails five times in a row is left alone, and others are not', async () => {
  const breakers = createCircuitBreakers()
  await failTimes(breakers, 5)
  expect(breakers.isOpen('GET /a')).toBe(true)
  const run = vi.fn<() => Promise<string>>(async () => 'ok')
  const error = await errorOf(breakers.execute('GET /a', run))
  expect(isHubCircuitOpenError(error) && error.message).toContain('30 s')
  expect(run).not.toHaveBeenCalled()
  expect(await breakers.execute('GET /b', run)).toBe('ok')
})

test('a success in between begins the count anew', async () => {
  const breakers = createCircuitBreakers()
  await failTimes(breakers, 4)
  await breakers.execute('GET /a', async () => 1)
  await failTimes(breakers, 4)
  expect(breakers.isOpen('GET /a')).toBe(false)
})

test('a refusal is an answer: it opens nothing', async () => {
  const breakers = createCircuitBreakers({ threshold: 2 })
  const refuse = (status: number) => () =>
    Promise.reject(new HubApiError({ status, code: 'X', message: 'x' }))
  for (const status of [404, 422, 429, 401]) await errorOf(breakers.execute('GET /a', refuse(status)))
  expect(breakers.isOpen('GET /a')).toBe(false)
  for (const status of [500, 503]) await errorOf(breakers.execute('GET /a', refuse(status)))
  expect(breakers.isOpen('GET /a')).toBe(true)
})

test('after a while one probe goes out; the others wait for what it finds', async () => {
  const breakers = createCircuitBreakers({ threshold: 1, halfOpenAfterMs: 1000 })
  await failTimes(breakers, 1)
  await vi.advanceTimersByTimeAsync(1001)
  let probes = 0
  let answer: (value: string) => void = () => undefined
  const probe = breakers.execute('GET /a', () => {
    probes++
    return new Promise<string>((resolve) => (answer = resolve))
  })
  const others = Array.from({ length: 20 }, () => breakers.execute('GET /a', async () => 'after'))
  await vi.advanceTimersByTimeAsync(10)
  expect(probes).toBe(1)
  answer('up')
  expect(await probe).toBe('up')
  expect(new Set(await Promise.all(others))).toEqual(new Set(['after']))
})

test('a probe that fails leaves the endpoint alone again', async () => {
  const breakers = createCircuitBreakers({ threshold: 1, halfOpenAfterMs: 1000 })
  await failTimes(breakers, 1)
  await vi.advanceTimersByTimeAsync(1001)
  await failTimes(breakers, 1)
  expect(isHubCircuitOpenError(await errorOf(breakers.execute('GET /a', async () => 1)))).toBe(true)
})
