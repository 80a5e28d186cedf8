import { expect, test, vi } from 'vitest'
import { createHostValidation, type HostIssue } from './host-validation.ts'

const rows = (...numbers: number[]) => numbers.map((rowNumber) => ({ rowNumber, data: {} }))

test('ties each answer to its own batch, in whatever order they come', async () => {
  const answers: ((issues: HostIssue[]) => void)[] = []
  const host = createHostValidation({ validate: () => new Promise((resolve) => void answers.push(resolve)) })
  const first = host.ask(rows(2, 3))
  const second = host.ask(rows(4))
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.([{ rowNumber: 4, message: 'No.' }])
  answers[0]?.([
    { rowNumber: 4, message: 'Not asked.' },
    { rowNumber: 3, field: 'email', message: 'Bounced.' },
  ])
  const issue = { field: 'email', code: 'HOST', message: 'Bounced.' }
  await expect(first).resolves.toEqual({ state: 'answered', issues: new Map([[3, [issue]]]) })
  await expect(second).resolves.toEqual({
    state: 'answered',
    issues: new Map([[4, [{ field: null, code: 'HOST', message: 'No.' }]]]),
  })
})

test('an app that throws at once, or rejects, leaves its rows as they are', async () => {
  const host = createHostValidation({
    validate: ({ rows: asked }) => {
      if (asked.length === 1) throw new Error('broken')
      return Promise.reject(new Error('down'))
    },
  })
  await expect(host.ask(rows(2))).resolves.toMatchObject({ state: 'unanswered' })
  await expect(host.ask(rows(2, 3))).resolves.toMatchObject({ state: 'unanswered' })
})

test('an app that hangs is given up in time, and told so', async () => {
  let told: AbortSignal | undefined
  const host = createHostValidation({
    validate: ({ signal }) => {
      told = signal
      return new Promise(() => {})
    },
    timeoutMs: 20,
  })
  await expect(host.ask(rows(2))).resolves.toMatchObject({ state: 'unanswered' })
  expect(told?.aborted).toBe(true)
})

test('asks for so many batches at a time and no more', async () => {
  const answers: (() => void)[] = []
  const host = createHostValidation({
    validate: () => new Promise((resolve) => void answers.push(() => resolve([]))),
    atOnce: 1,
  })
  void host.ask(rows(2))
  let isReady = false
  const ready = host.ready().then(() => (isReady = true))
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  expect(isReady).toBe(false)
  answers[0]?.()
  await ready
})
