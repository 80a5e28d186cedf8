import { expect, test, vi } from 'vitest'
import {
  isHubApiError,
  isHubCircuitOpenError,
  isHubNetworkError,
  isHubTimeoutError,
} from '../../errors/hub-errors.ts'
import { errorOf, open, serverThat } from './open-dashboards.ts'

test('a hang past the timeout is aborted on the socket, for a read and for a refresh that falls silent', async () => {
  let closed = 0
  const hang = await serverThat((response) => response.on('close', () => closed++))
  const reading = open({ answer: hang, timeoutMs: 60 })
  expect(isHubTimeoutError(await errorOf(reading.dashboards.fetchKPIData()))).toBe(true)
  await vi.waitFor(() => expect(closed).toBe(1))
  const silent = await serverThat((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write('{"type":"start","expected":6}\n')
    response.on('close', () => closed++)
  })
  const refreshing = open({
    answer: async (request) => (request.url.includes('force') ? silent(request) : null),
    timeoutMs: 60,
  })
  const { meta } = await refreshing.dashboards.fetchKPIData({ force: true })
  expect(meta.failure?.code).toBe('TIMEOUT')
  await vi.waitFor(() => expect(closed).toBe(2))
})

test('a server that only fails is left alone after five tries', async () => {
  let requests = 0
  const failing = await serverThat((response) => {
    requests++
    response.writeHead(500).end()
  })
  const { dashboards } = open({ answer: failing })
  for (let index = 0; index < 5; index++)
    expect(isHubApiError(await errorOf(dashboards.fetchKPIData()))).toBe(true)
  expect(isHubCircuitOpenError(await errorOf(dashboards.fetchKPIData()))).toBe(true)
  expect(requests).toBe(5)
})

test('a server that can’t be reached is a network error for a refresh too', async () => {
  const { dashboards } = open({
    answer: (request) =>
      request.url.includes('/functions/') ? fetch('http://127.0.0.1:1/') : Promise.resolve(null),
  })
  expect(isHubNetworkError(await errorOf(dashboards.fetchKPIData({ force: true })))).toBe(true)
})
