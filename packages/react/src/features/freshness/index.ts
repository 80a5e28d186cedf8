export { freshnessCopy, type FreshnessCopy } from './copy.ts'
export {
  DataFreshnessIndicator,
  type DataFreshnessIndicatorProps,
} from './DataFreshnessIndicator/DataFreshnessIndicator.tsx'
export { FreshnessBadge, type FreshnessBadgeProps } from './FreshnessBadge/FreshnessBadge.tsx'
export { freshnessStateOf, type FreshnessFacts, type FreshnessState } from './freshness-state.ts'
export { RefreshButton, type RefreshButtonProps } from './RefreshButton/RefreshButton.tsx'
export { ticker } from './ticker.ts'
export { useTicking } from './use-ticking.ts'
export { ValidationWarnings, type ValidationWarningsProps } from './ValidationWarnings/ValidationWarnings.tsx'
