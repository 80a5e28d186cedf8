export {
  nameConfidence,
  proposeMapping,
  SURE_CONFIDENCE,
  type ColumnMatch,
  type ProposedMapping,
} from './match-columns.ts'
