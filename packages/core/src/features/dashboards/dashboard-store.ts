import type { QueryClient } from '@tanstack/query-core'
import type { DashboardName } from '../../contracts/index.ts'
import type { Fetched } from '../../request/meta.ts'
import type { PersistedEntry, Persistence } from '../../request/persistence.ts'
import type { Session } from '../session.ts'
import {
  dashboardKeys,
  definitions,
  normalized,
  type DashboardAnswers,
  type DashboardParameters,
} from './dashboard-definitions.ts'

/** What {@link createDashboardStore} takes. */
export interface DashboardStoreOptions {
  queryClient: QueryClient
  session: Session
  /** Null keeps nothing beyond the page's life. */
  persistence: Persistence | null
}

/** Dashboards in the query cache, and kept beyond the page's life for the user who read them. */
export interface DashboardStore {
  get<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
  ): Fetched<DashboardAnswers[Name]> | undefined
  /** Keeps a result for the user who asked for it; another user's session gets none of it. */
  keep<Name extends DashboardName>(
    name: Name,
    parameters: DashboardParameters,
    result: Fetched<DashboardAnswers[Name]>,
    userId: string | null | undefined,
  ): void
  /** Settles when what was kept for the signed-in user is in the cache. */
  restored(): Promise<void>
  clear(): Promise<void>
  close(): void
}

function isName(text: string): text is DashboardName {
  return text in definitions
}

/** The dashboard and parameters that an entry's name stands for. */
function selectionOf(text: string): { name: DashboardName; parameters: DashboardParameters } | null {
  const [name = '', ...rest] = text.split('?')
  if (!isName(name)) return null
  const ids = rest.join('?')
  return { name, parameters: ids === '' ? {} : { workspaceIds: ids.split(',') } }
}

const nameOf = (name: DashboardName, parameters: DashboardParameters): string =>
  [name, ...(normalized(parameters).workspaceIds ?? [])].join(',').replace(',', '?')

/** Makes the store of dashboards. */
export function createDashboardStore({
  queryClient,
  session,
  persistence,
}: DashboardStoreOptions): DashboardStore {
  let restoring: Promise<void> = Promise.resolve()

  /** Puts a kept result into the cache, unless it is not what it should be or the cache has a newer one. */
  function take({ key, result }: PersistedEntry): void {
    const selection = selectionOf(key.name)
    const parsed = selection ? definitions[selection.name].answerSchema.safeParse(result.data) : null
    if (!selection || !parsed?.success || parsed.data.agencyId !== key.tenantId) {
      void persistence?.remove(key)
      return
    }
    if (session.userId() !== key.userId) return
    const queryKey = dashboardKeys.one(selection.name, selection.parameters)
    const updatedAt = Date.parse(result.meta.fetchedAt)
    if ((queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0) >= updatedAt) return
    queryClient.setQueryData(queryKey, { data: parsed.data, meta: result.meta }, { updatedAt })
  }

  async function restore(userId: string | null): Promise<void> {
    if (userId === null) return persistence?.clear()
    for (const entry of (await persistence?.load(userId)) ?? []) take(entry)
  }

  const stop = [
    // What one user read must not wait for the next.
    session.onKnown((userId) => {
      restoring = restoring.then(() => restore(userId))
    }),
    persistence?.subscribe(take),
  ]

  return {
    get: (name, parameters) => queryClient.getQueryData(dashboardKeys.one(name, parameters)),
    keep(name, parameters, result, userId) {
      if (!persistence || typeof userId !== 'string' || session.userId() !== userId) return
      const key = { userId, tenantId: result.data.agencyId, name: nameOf(name, parameters) }
      // A user who moved to another agency leaves nothing of the one before.
      restoring = restoring.then(async () => {
        await persistence.clear(key)
        if (session.userId() === userId) await persistence.save(key, result)
      })
    },
    restored: () => restoring,
    async clear() {
      queryClient.removeQueries({ queryKey: dashboardKeys.all })
      await persistence?.clear()
    },
    close() {
      for (const one of stop) one?.()
    },
  }
}
