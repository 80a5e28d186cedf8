import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as contracts from './contracts/index.ts'
import * as csv from './csv/index.ts'
import * as root from './index.ts'
import * as inference from './inference/index.ts'
import * as testing from './testing/index.ts'
import * as validation from './validation/index.ts'

/** The names that an entry point exports, as its source lists them: values, and types after `type `. */
function namesOf(path: string): string[] {
  const source = readFileSync(new URL(path, import.meta.url), 'utf8')
  expect(source).not.toMatch(/export \*/)
  const lists = [...source.matchAll(/export (type )?\{([^}]*)\}/g)]
  return lists
    .flatMap(([, allTypes = '', names = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => (name.startsWith('type ') ? name : allTypes + name)),
    )
    .toSorted((left, right) => (left < right ? -1 : 1))
}

const entries = [
  ['./index.ts', root],
  ['./contracts/index.ts', contracts],
  ['./csv/index.ts', csv],
  ['./validation/index.ts', validation],
  ['./inference/index.ts', inference],
  ['./testing/index.ts', testing],
] as const

test.each(entries)('%s exports the values that it lists, and nothing else', (path, module) => {
  const values = namesOf(path).filter((name) => !name.startsWith('type '))
  expect(Object.keys(module).toSorted((left, right) => (left < right ? -1 : 1))).toEqual(values)
})

// A name that goes or changes here breaks an app: it needs a major version and a changeset that says so.
test('the package exports these names', () => {
  expect(namesOf('./index.ts')).toMatchInlineSnapshot(`
    [
      "DEFAULT_MAX_IMPORT_BYTES",
      "FileRejectedError",
      "HubApiError",
      "HubError",
      "HubNetworkError",
      "HubTimeoutError",
      "HubValidationError",
      "IMPORTS_BUCKET",
      "ImportFileError",
      "MAX_EXTRACT_CHARS",
      "MAX_FIELDS",
      "MAX_FOOTER_ROWS",
      "MAX_HEADER_ROWS",
      "MAX_PAGE_SIZE",
      "MAX_SKIP_ROWS",
      "bulkImportResultSchema",
      "bulkImportSchema",
      "createDataModelSchema",
      "createHub",
      "createImportJobSchema",
      "createRecordSchema",
      "dataModelKeys",
      "dataModelSchema",
      "dateNotationSchema",
      "dateNotations",
      "envelopeOf",
      "fieldNameSchema",
      "fieldPlanSchema",
      "fieldTypeSchema",
      "fieldTypes",
      "fileEncodingSchema",
      "fileEncodings",
      "importErrorPageSchema",
      "importFailureCodes",
      "importFileTypeSchema",
      "importFileUrlSchema",
      "importJobErrorSchema",
      "importJobSchema",
      "importKeys",
      "importMappingSchema",
      "importPlanSchema",
      "importStatusSchema",
      "isFileRejectedError",
      "isHubApiError",
      "isHubNetworkError",
      "isHubTimeoutError",
      "isHubValidationError",
      "isImportFileError",
      "jsonSchema",
      "modelFieldSchema",
      "modelFieldsSchema",
      "modelVisibilitySchema",
      "onInvalidSchema",
      "problemCodeSchema",
      "problemCodes",
      "problemIssueSchema",
      "problemSchema",
      "readingOptionsSchema",
      "recordDataSchema",
      "recordFilterOperatorSchema",
      "recordFilterSchema",
      "recordKeys",
      "recordPageSchema",
      "recordQuerySchema",
      "recordSchema",
      "rowErrorCodeSchema",
      "rowErrorCodes",
      "rowIssueSchema",
      "transformStepSchema",
      "type BulkImport",
      "type BulkImportResult",
      "type CreateDataModel",
      "type CreateImportJob",
      "type CreateRecord",
      "type DataModel",
      "type DataModelsClient",
      "type DataRecord",
      "type DateNotation",
      "type Fetched",
      "type FieldPlan",
      "type FieldType",
      "type FileEncoding",
      "type FileRejection",
      "type Hub",
      "type HubApiIssue",
      "type HubErrorOptions",
      "type HubOptions",
      "type ImportErrorPage",
      "type ImportErrorsPage",
      "type ImportFailureCode",
      "type ImportFileType",
      "type ImportJob",
      "type ImportJobError",
      "type ImportMapping",
      "type ImportPlan",
      "type ImportStatus",
      "type ImportsClient",
      "type Json",
      "type LiveClient",
      "type LiveStatus",
      "type LiveStatusStore",
      "type ModelField",
      "type ModelVisibility",
      "type OnInvalid",
      "type Problem",
      "type ProblemCode",
      "type ReadingOptions",
      "type RecordData",
      "type RecordFilter",
      "type RecordPage",
      "type RecordQuery",
      "type RecordsClient",
      "type RequestMeta",
      "type RetryOptions",
      "type RowErrorCode",
      "type RowIssue",
      "type SendFile",
      "type SendFileRequest",
      "type TransformStep",
      "type UpdateDataModel",
      "type UpdateRecord",
      "type UploadOptions",
      "type UploadedFile",
      "updateDataModelSchema",
      "updateRecordSchema",
    ]
  `)
})

test('contracts export these names', () => {
  expect(namesOf('./contracts/index.ts')).toMatchInlineSnapshot(`
    [
      "DEFAULT_MAX_IMPORT_BYTES",
      "IMPORTS_BUCKET",
      "MAX_EXTRACT_CHARS",
      "MAX_FIELDS",
      "MAX_FOOTER_ROWS",
      "MAX_HEADER_ROWS",
      "MAX_PAGE_SIZE",
      "MAX_SKIP_ROWS",
      "bulkImportResultSchema",
      "bulkImportSchema",
      "createDataModelSchema",
      "createImportJobSchema",
      "createRecordSchema",
      "dataModelSchema",
      "dateNotationSchema",
      "dateNotations",
      "envelopeOf",
      "fieldNameSchema",
      "fieldPlanSchema",
      "fieldTypeSchema",
      "fieldTypes",
      "fileEncodingSchema",
      "fileEncodings",
      "importErrorPageSchema",
      "importFailureCodes",
      "importFileTypeSchema",
      "importFileUrlSchema",
      "importJobErrorSchema",
      "importJobSchema",
      "importMappingSchema",
      "importPlanSchema",
      "importStatusSchema",
      "jsonSchema",
      "modelFieldSchema",
      "modelFieldsSchema",
      "modelVisibilitySchema",
      "onInvalidSchema",
      "problemCodeSchema",
      "problemCodes",
      "problemIssueSchema",
      "problemSchema",
      "readingOptionsSchema",
      "recordDataSchema",
      "recordFilterOperatorSchema",
      "recordFilterSchema",
      "recordPageSchema",
      "recordQuerySchema",
      "recordSchema",
      "rowErrorCodeSchema",
      "rowErrorCodes",
      "rowIssueSchema",
      "transformStepSchema",
      "type BulkImport",
      "type BulkImportResult",
      "type CreateDataModel",
      "type CreateImportJob",
      "type CreateRecord",
      "type DataModel",
      "type DataRecord",
      "type DateNotation",
      "type FieldPlan",
      "type FieldType",
      "type FileEncoding",
      "type ImportErrorPage",
      "type ImportFailureCode",
      "type ImportFileType",
      "type ImportJob",
      "type ImportJobError",
      "type ImportMapping",
      "type ImportPlan",
      "type ImportStatus",
      "type Json",
      "type ModelField",
      "type ModelVisibility",
      "type OnInvalid",
      "type Problem",
      "type ProblemCode",
      "type ReadingOptions",
      "type RecordData",
      "type RecordFilter",
      "type RecordPage",
      "type RecordQuery",
      "type RowErrorCode",
      "type RowIssue",
      "type TransformStep",
      "type UpdateDataModel",
      "type UpdateRecord",
      "updateDataModelSchema",
      "updateRecordSchema",
    ]
  `)
})

test('the CSV and JSON readers export these names', () => {
  expect(namesOf('./csv/index.ts')).toMatchInlineSnapshot(`
    [
      "ImportFileError",
      "createRowReader",
      "csvTemplate",
      "defaultRowLimits",
      "fileTypeOf",
      "isImportFileError",
      "nameColumns",
      "readHead",
      "rowCheckpointSchema",
      "toCsv",
      "toCsvRow",
      "type FileHead",
      "type RowCheckpoint",
      "type RowLimits",
      "type RowReader",
      "type RowReaderOptions",
      "type SourceRow",
    ]
  `)
})

test('validation exports these names', () => {
  expect(namesOf('./validation/index.ts')).toMatchInlineSnapshot(`
    [
      "compilePatchChecker",
      "compileRecordChecker",
      "compileRecordSchema",
      "type CheckerOptions",
      "type CompileOptions",
      "type FieldValue",
      "type RecordCheck",
      "type RecordSchema",
      "type TypedData",
    ]
  `)
})

test('inference exports these names', () => {
  expect(namesOf('./inference/index.ts')).toMatchInlineSnapshot(`
    [
      "SURE_CONFIDENCE",
      "nameConfidence",
      "proposeFields",
      "proposeMapping",
      "proposeModel",
      "type ColumnMatch",
      "type FileSample",
      "type MatchReason",
      "type ProposedMapping",
      "type ProposedModel",
    ]
  `)
})

test('testing exports these names', () => {
  expect(namesOf('./testing/index.ts')).toMatchInlineSnapshot(`
    [
      "createMemorySupabase",
      "memorySend",
      "problemAnswer",
      "sampleJob",
      "sampleJobErrors",
      "sampleModel",
      "sampleRecords",
      "sampleUser",
      "type MemoryData",
      "type MemoryImportPace",
      "type MemorySupabaseOptions",
      "type MemoryUser",
      "type ProblemMembers",
    ]
  `)
})
