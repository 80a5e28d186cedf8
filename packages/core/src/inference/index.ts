export { headerSignature } from './header-signature.ts'
export { proposeMapping, type ColumnMatch, type ProposedMapping } from './match-columns.ts'
export { proposeFieldSteps, proposePlan, type ProposedPlan } from './propose-plan.ts'
export { proposeValueMap, type ProposedValueMap, type ValueMatch } from './propose-value-map.ts'
export { nameConfidence } from './name-confidence.ts'
export { proposeFields, proposeModel, type FileSample, type ProposedModel } from './propose-model.ts'
export {
  createTypeAccumulator,
  inferTypes,
  proposeSteps,
  type Ambiguity,
  type ColumnType,
  type TypeAccumulator,
  type ValueFormat,
} from './column-types.ts'
export { SURE_CONFIDENCE, type MatchReason } from './score-pair.ts'
