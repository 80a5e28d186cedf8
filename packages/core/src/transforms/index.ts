export {
  compilePlan,
  compileRowPlan,
  explainPlan,
  planOfMapping,
  type PlanPreview,
  type PlanRunner,
} from './compile-plan.ts'
export { isPlanError, patternFault, PlanError } from './compile-step.ts'
export { readDateAs } from './read-date-as.ts'
export { readNumberAs } from './read-number-as.ts'
