export { ErrorState, StaleNotice, type ErrorStateProps, type StaleNoticeProps } from './error-state.tsx'
export { useCommonCopy, useHub, useHubContext, type HubCopy } from './hub-context.ts'
export { HubProvider, type HubProviderProps } from './hub-provider.tsx'
export { useFormat, type Format } from './use-format.ts'
