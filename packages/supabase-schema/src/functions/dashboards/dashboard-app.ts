import { dashboardFunctions, type DashboardName } from '@headwater/core/contracts'
import type { Context, Hono } from 'hono'
import type postgres from 'postgres'
import * as z from 'zod/mini'
import type { Caller } from '../runtime/caller.ts'
import { actAs } from '../runtime/database.ts'
import { createFunctionApp, type AppVariables } from '../runtime/function-app.ts'
import { ProblemError } from '../runtime/problem.ts'
import { answerOf } from './answer.ts'
import { dashboardDocument } from './openapi.ts'
import { streamRefresh } from './refresh-stream.ts'
import { readEmailAccounts } from './email-accounts.ts'
import type { RefreshSettings } from './settings.ts'
import { readWorkspaceRows } from './workspace-rows.ts'

/** What a dashboard's function is made of. */
export interface DashboardAppOptions {
  sql: postgres.Sql
  readCaller: (authorization: string | undefined) => Promise<Caller>
  /** Origins that browsers may call from. */
  allowedOrigins: readonly string[]
  settings: RefreshSettings
}

const MAX_IDS = 1000
const idsSchema = z.array(z.guid()).check(z.minLength(1), z.maxLength(MAX_IDS))

/** The workspaces that a request names, or null for all. */
function idsOf(text: string | undefined): string[] | null {
  if (text === undefined || text === '') return null
  const ids = idsSchema.safeParse(text.split(','))
  if (!ids.success)
    throw new ProblemError(
      'VALIDATION_FAILED',
      `workspace_ids takes up to ${MAX_IDS} ids, separated by commas.`,
      {
        issues: [{ path: 'workspace_ids', message: 'This is not a list of ids.' }],
      },
    )
  return ids.data
}

/**
 * Makes the function behind one dashboard: `GET /` answers from the snapshots at once, `?force=true` reads the vendor anew and streams how it goes.
 * Everything is read as the caller, so that row level security holds.
 */
export function createDashboardApp(
  dashboard: DashboardName,
  options: DashboardAppOptions,
): Hono<{ Variables: AppVariables }> {
  const { sql, settings } = options
  const app = createFunctionApp({
    name: dashboardFunctions[dashboard],
    allowedOrigins: options.allowedOrigins,
    methods: ['GET', 'POST'],
  })

  /** Runs a reading as the caller, who must work in an agency. */
  async function asStaff<Value>(
    authorization: string | undefined,
    read: (transaction: postgres.TransactionSql, agencyId: string) => Promise<Value>,
  ): Promise<Value> {
    const caller = await options.readCaller(authorization)
    const result = await sql.begin('read only', async (transaction) => {
      await actAs(transaction, caller)
      const [row] = await transaction<{ agency_id: string | null; is_staff: boolean }[]>`
        select headwater.current_agency_id() agency_id, headwater.is_staff() is_staff`
      if (!row || row.agency_id === null || !row.is_staff)
        throw new ProblemError('FORBIDDEN', 'Dashboards are for an agency’s admins and researchers.')
      return { value: await read(transaction, row.agency_id) }
    })
    return result.value
  }

  async function answer(context: Context<{ Variables: AppVariables }>): Promise<Response> {
    const ids = idsOf(context.req.query('workspace_ids'))
    const authorization = context.req.header('authorization')
    if (context.req.query('force') === 'true') {
      const agencyId = await asStaff(authorization, async (_transaction, id) => id)
      const stream = streamRefresh({ sql, agencyId, dashboard, workspaceIds: ids, settings })
      return context.body(stream, 200, {
        'content-type': 'application/x-ndjson',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
    }
    const data = await asStaff(authorization, async (transaction, agencyId) =>
      answerOf(dashboard, agencyId, await readWorkspaceRows(transaction, agencyId, ids), Date.now()),
    )
    return context.json({ data, meta: { request_id: context.get('requestId') } })
  }

  app.get('/openapi.json', (context) => context.json(dashboardDocument(dashboard)))
  app.get('/', (context) => answer(context))
  // supabase.functions.invoke posts unless it is told otherwise.
  app.post('/', (context) => answer(context))
  if (dashboard === 'infrastructure')
    app.get('/accounts', async (context) => {
      const data = await asStaff(context.req.header('authorization'), (transaction, agencyId) =>
        readEmailAccounts(
          transaction,
          agencyId,
          idsOf(context.req.query('workspace_ids')),
          context.req.query(),
        ),
      )
      return context.json({ data, meta: { request_id: context.get('requestId') } })
    })
  return app
}
