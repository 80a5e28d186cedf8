import * as z from 'zod/mini'
import {
  bulkImportResultSchema,
  dataModelSchema,
  importChangePageSchema,
  importErrorPageSchema,
  importJobSchema,
  problemSchema,
  recordPageSchema,
  recordSchema,
  savedImportMappingSchema,
} from '../contracts/index.ts'

/**
 * What the data hub's endpoints answer and push. Validation is a third of a hub's code, and nothing needs it before an answer is there: this module
 * is loaded while the first request is on its way.
 */
export const answers = {
  bulkImportResult: bulkImportResultSchema,
  change: z.object({ id: z.string() }),
  dataModel: dataModelSchema,
  dataModels: z.array(dataModelSchema),
  deleted: z.object({ id: z.string() }),
  importChanges: importChangePageSchema,
  importErrors: importErrorPageSchema,
  importJob: importJobSchema,
  importJobs: z.array(importJobSchema),
  problem: problemSchema,
  record: recordSchema,
  recordChange: z.object({ model_id: z.string() }),
  recordPage: recordPageSchema,
  savedMapping: savedImportMappingSchema,
  savedMappingOrNull: z.nullable(savedImportMappingSchema),
}

/** The schemas of what the data hub answers. */
export type Answers = typeof answers
