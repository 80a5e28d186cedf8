export {
  nameConfidence,
  proposeMapping,
  SURE_CONFIDENCE,
  type ColumnMatch,
  type ProposedMapping,
} from './match-columns.ts'
export { proposeModel, type FileSample, type ProposedModel } from './propose-model.ts'
