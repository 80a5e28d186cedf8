import { refreshEventSchema, type DashboardName, type RefreshEvent } from '../../contracts/index.ts'
import { HubApiError, HubNetworkError, HubValidationError } from '../../errors/hub-errors.ts'
import type { FreshnessLimits } from '../../request/freshness.ts'
import type { Fetched } from '../../request/meta.ts'
import { withStaleFallback } from '../../request/stale-fallback.ts'
import type { HubContext } from '../hub-context.ts'
import { acceptAnswer } from './accept-answer.ts'
import {
  dashboardKeys,
  definitions,
  queryOf,
  type DashboardAnswers,
  type DashboardParameters,
} from './dashboard-definitions.ts'
import type { DashboardStore } from './dashboard-store.ts'
import { mergeClient } from './merge-client.ts'
import { openRefresh } from './open-refresh.ts'
import { readJsonLines } from './read-lines.ts'
import type { ProgressStore, RefreshProgress } from './refresh-progress.ts'

/** What {@link createRefresher} takes. */
export interface RefresherOptions {
  context: HubContext
  store: DashboardStore
  progress: ProgressStore
  limits: FreshnessLimits
  /** Has a dashboard in the cache, where there is none: rows need one to arrive in. */
  prepare: (name: DashboardName, parameters: DashboardParameters) => Promise<void>
  /** Notes how a call ended. */
  reported: <Value>(apiName: string, run: () => Promise<Value>) => Promise<Value>
}

/** How a forced refresh is watched and stopped. */
export interface RefreshOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: RefreshProgress) => void) | undefined
}

/** Runs forced refreshes, one of a selection at a time. */
export interface Refresher {
  refresh<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    options: RefreshOptions,
  ): Promise<Fetched<DashboardAnswers[Name]>>
  /** Refreshes under way. */
  pendingCount(): number
}

type Running = Extract<RefreshProgress, { state: 'refreshing' }>

const begun: Running = { state: 'refreshing', done: 0, expected: 0, failed: [] }

/** The progress after an event. */
function progressAfter(now: Running, event: RefreshEvent): Running {
  switch (event.type) {
    case 'start':
      return { ...now, expected: event.expected }
    case 'workspace':
    case 'waiting':
      return { ...now, done: event.done, expected: event.expected }
    case 'failed':
      return { ...now, done: event.done, expected: event.expected, failed: [...now.failed, event.workspace] }
    case 'end':
    case 'problem':
      return now
  }
}

/** Makes what refreshes dashboards: it streams a refresh into the cache, row by row, and falls back to the last good data when it breaks off. */
export function createRefresher({
  context,
  store,
  progress,
  limits,
  prepare,
  reported,
}: RefresherOptions): Refresher {
  const { supabase, queryClient, session } = context
  const running = new Map<string, Promise<unknown>>()

  /** Puts one row into the cache; the age of the whole stays. */
  function showRow(name: DashboardName, parameters: DashboardParameters, value: unknown): void {
    const queryKey = dashboardKeys.one(name, parameters)
    const client = definitions[name].clientSchema.safeParse(value)
    const before = store.get(name, parameters)
    if (!client.success || !before) return
    const updatedAt = queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0
    queryClient.setQueryData(queryKey, mergeClient(before, client.data), { updatedAt })
  }

  /** Puts the whole into the cache, and has those that show the same figures read anew. */
  function showAll<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    result: Fetched<DashboardAnswers[Name]>,
  ): void {
    const queryKey = dashboardKeys.one(name, parameters)
    queryClient.setQueryData(queryKey, result)
    for (const other of definitions[name].related)
      void queryClient.invalidateQueries({
        queryKey: dashboardKeys.of(other),
        predicate: (query) => JSON.stringify(query.queryKey) !== JSON.stringify(queryKey),
      })
  }

  async function stream<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    signal: AbortSignal,
  ): Promise<Fetched<DashboardAnswers[Name]>> {
    const { functionName, answerSchema } = definitions[name]
    const queryKey = dashboardKeys.one(name, parameters)
    const userId = session.userId()
    const startedAt = performance.now()
    let now = begun
    let attempts = 0
    const body = await context.retry.execute(() => {
      attempts++
      return context.breakers.execute(`GET ${functionName} refresh`, () =>
        openRefresh(supabase, `${functionName}${queryOf(parameters, { force: 'true' })}`, signal),
      )
    }, signal)
    for await (const line of readJsonLines(body, context.timeoutMs, signal)) {
      const { data: event, error } = refreshEventSchema.safeParse(line)
      signal.throwIfAborted()
      if (!event)
        throw new HubValidationError('A line of the refresh does not match its contract.', { cause: error })
      if (event.type === 'problem')
        throw new HubApiError({
          status: event.code === 'INTERNAL' ? 500 : 409,
          code: event.code,
          message: event.message,
        })
      if (event.type === 'end') {
        const parsed = answerSchema.safeParse(event.answer)
        if (!parsed.success)
          throw new HubValidationError('The refresh’s answer does not match its contract.', {
            cause: parsed.error,
          })
        const result = acceptAnswer(name, parsed.data, {
          attempts,
          durationMs: performance.now() - startedAt,
        })
        store.keep(name, parameters, result, userId)
        showAll(name, parameters, result)
        return result
      }
      if (event.type === 'workspace') showRow(name, parameters, event.client)
      now = progressAfter(now, event)
      progress.set(queryKey, now)
    }
    throw new HubNetworkError('The refresh broke off. What was read is kept. Try again.')
  }

  async function run<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    own: AbortSignal | undefined,
  ): Promise<Fetched<DashboardAnswers[Name]>> {
    const gone = new AbortController()
    const signal = own ? AbortSignal.any([own, gone.signal]) : gone.signal
    const stopWatching = session.onChange(() =>
      gone.abort(new DOMException('Another user signed in.', 'AbortError')),
    )
    try {
      if (store.get(name, parameters) === undefined) await prepare(name, parameters)
      return await withStaleFallback({ cached: () => store.get(name, parameters), limits }, () =>
        reported(`${definitions[name].functionName} refresh`, () => stream(name, parameters, signal)),
      )
    } finally {
      stopWatching()
    }
  }

  return {
    pendingCount: () => running.size,
    async refresh(name, parameters, { signal, onProgress }) {
      const queryKey = dashboardKeys.one(name, parameters)
      const id = JSON.stringify(queryKey)
      const stopTelling = onProgress ? progress.subscribe(() => onProgress(progress.get(queryKey))) : null
      try {
        // Callers at the same time share one refresh, and all hear how it goes.
        const joined = running.get(id)
        if (joined) await joined
        const shared = joined ? store.get(name, parameters) : undefined
        if (shared) return shared
        const work = run(name, parameters, signal)
        running.set(id, work)
        progress.set(queryKey, begun)
        try {
          return await work
        } finally {
          running.delete(id)
          progress.set(queryKey, { state: 'idle' })
        }
      } finally {
        stopTelling?.()
      }
    },
  }
}
