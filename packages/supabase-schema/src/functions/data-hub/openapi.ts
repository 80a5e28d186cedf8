import {
  bulkImportResultSchema,
  bulkImportSchema,
  createDataModelSchema,
  createImportJobSchema,
  createRecordSchema,
  dataModelSchema,
  importChangePageSchema,
  importErrorPageSchema,
  importJobSchema,
  recordPageSchema,
  recordSchema,
  repeatImportSchema,
  savedImportMappingSchema,
  saveImportMappingSchema,
  updateDataModelSchema,
  updateRecordSchema,
} from '@headwater/core/contracts'
import * as z from 'zod/mini'
import { openApiOf, pathsOf, type Operations } from '../runtime/openapi.ts'

const deleted = z.object({ id: z.string() })
const page = ['offset', 'limit']

/** Every path with its methods: the same contracts that the handlers parse with. */
const operations: Operations = {
  '/models': {
    get: { summary: 'List the models that the caller may read', data: z.array(dataModelSchema) },
    post: { summary: 'Make a model', body: createDataModelSchema, data: dataModelSchema, status: 201 },
  },
  '/models/{id}': {
    get: { summary: 'Read a model', data: dataModelSchema },
    put: { summary: 'Change parts of a model', body: updateDataModelSchema, data: dataModelSchema },
    delete: { summary: 'Delete a model with its records and imports', data: deleted },
  },
  '/records': {
    get: {
      summary: 'List a page of a model’s records',
      query: ['model_id', ...page, 'sort', 'filters', 'search'],
      needs: ['model_id'],
      data: recordPageSchema,
    },
    post: { summary: 'Add a record', body: createRecordSchema, data: recordSchema, status: 201 },
  },
  '/records/{id}': {
    put: { summary: 'Change values of a record', body: updateRecordSchema, data: recordSchema },
    delete: { summary: 'Delete a record', data: deleted },
  },
  '/import': {
    post: {
      summary: 'Add up to 1,000 records at once',
      body: bulkImportSchema,
      data: bulkImportResultSchema,
    },
  },
  '/import-jobs': {
    get: { summary: 'List the caller’s imports', query: ['model_id'], data: z.array(importJobSchema) },
    post: {
      summary: 'Import a stored file',
      body: createImportJobSchema,
      data: importJobSchema,
      status: 201,
    },
  },
  '/import-jobs/{id}': { get: { summary: 'Read an import', data: importJobSchema } },
  '/import-jobs/{id}/errors': {
    get: { summary: 'List an import’s rejected rows', query: page, data: importErrorPageSchema },
  },
  '/import-jobs/{id}/errors.csv': {
    get: {
      summary:
        'Read every rejected row of an import as CSV: the file’s columns, then the row’s number and the reasons',
      data: z.string(),
      contentType: 'text/csv',
    },
  },
  '/import-jobs/{id}/changes': {
    get: {
      summary: 'List what an import did to each record, or a dry run’s samples',
      query: [...page, 'action'],
      data: importChangePageSchema,
    },
  },
  '/import-jobs/{id}/cancel': { post: { summary: 'Stop an import', data: importJobSchema } },
  '/import-jobs/{id}/pause': { post: { summary: 'Let an import rest', data: importJobSchema } },
  '/import-jobs/{id}/resume': { post: { summary: 'Let a paused import go on', data: importJobSchema } },
  '/import-jobs/{id}/undo': {
    post: {
      summary: 'Take back what an import changed, as a job of its own',
      data: importJobSchema,
      status: 201,
    },
  },
  '/import-jobs/{id}/again': {
    post: {
      summary: 'Import with an earlier import’s settings',
      body: repeatImportSchema,
      data: importJobSchema,
      status: 201,
    },
  },
  '/import-mappings': {
    get: {
      summary: 'Read the mapping that the caller saved for a model and a header',
      query: ['model_id', 'header_signature'],
      needs: ['model_id', 'header_signature'],
      data: z.nullable(savedImportMappingSchema),
    },
    put: {
      summary: 'Save a mapping for a model and a header',
      body: saveImportMappingSchema,
      data: savedImportMappingSchema,
    },
  },
}

/** The API's OpenAPI 3.1 document, made from the contracts. */
export function openApiDocument(): object {
  return openApiOf('data-hub-api', 'Headwater data hub', pathsOf(operations))
}
