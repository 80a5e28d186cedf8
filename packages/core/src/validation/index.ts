export {
  compilePatchChecker,
  compileRecordChecker,
  compileRecordSchema,
  type CheckerOptions,
  type CompileOptions,
  type RecordCheck,
  type RecordSchema,
  type TypedData,
} from './record-schema.ts'
export type { FieldValue } from './field-schema.ts'
