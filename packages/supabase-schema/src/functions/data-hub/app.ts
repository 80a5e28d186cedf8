import type { Hono } from 'hono'
import { createApiApp, type ApiRoute } from '../runtime/api-app.ts'
import type { AppVariables } from '../runtime/function-app.ts'
import type { DataHubApiOptions } from './context.ts'
import { sendErrorReport } from './error-report.ts'
import {
  cancelImportJob,
  pauseImportJob,
  repeatImportJob,
  resumeImportJob,
  undoImportJob,
} from './import-actions.ts'
import { createImportJob, getImportJob, listImportJobs } from './import-jobs.ts'
import { getImportMapping, saveImportMapping } from './import-mappings.ts'
import { listImportChanges, listImportErrors } from './import-rows.ts'
import { openApiDocument } from './openapi.ts'
import { createModel, deleteModel, getModel, listModels, updateModel } from './models.ts'
import { takeFromLimit } from '../runtime/rate-limit.ts'
import { bulkImport, createRecord, deleteRecord, listRecords, updateRecord } from './records.ts'

const routes: readonly ApiRoute<DataHubApiOptions>[] = [
  ['GET', '/models', listModels],
  ['POST', '/models', createModel],
  ['GET', '/models/:id', getModel],
  ['PUT', '/models/:id', updateModel],
  ['DELETE', '/models/:id', deleteModel],
  ['GET', '/records', listRecords],
  ['POST', '/records', createRecord],
  ['PUT', '/records/:id', updateRecord],
  ['DELETE', '/records/:id', deleteRecord],
  ['POST', '/import', bulkImport],
  ['GET', '/import-jobs', listImportJobs],
  ['POST', '/import-jobs', createImportJob],
  ['GET', '/import-jobs/:id', getImportJob],
  ['GET', '/import-jobs/:id/errors', listImportErrors],
  ['GET', '/import-jobs/:id/changes', listImportChanges],
  ['POST', '/import-jobs/:id/cancel', cancelImportJob],
  ['POST', '/import-jobs/:id/pause', pauseImportJob],
  ['POST', '/import-jobs/:id/resume', resumeImportJob],
  ['POST', '/import-jobs/:id/undo', undoImportJob],
  ['POST', '/import-jobs/:id/again', repeatImportJob],
  ['GET', '/import-mappings', getImportMapping],
  ['PUT', '/import-mappings', saveImportMapping],
]

/** The data hub's HTTP API. */
export function createDataHubApi(options: DataHubApiOptions): Hono<{ Variables: AppVariables }> {
  const app = createApiApp(options, {
    name: 'data-hub-api',
    routes,
    openApi: openApiDocument,
    maxBodyMegabytes: 5,
  })
  app.get('/import-jobs/:id/errors.csv', async (context) => {
    const caller = await options.readCaller(context.req.header('authorization'))
    await takeFromLimit(options.sql, caller.id, options.requestsPerMinute)
    return sendErrorReport(options.sql, caller, context.req.param('id'))
  })
  return app
}
