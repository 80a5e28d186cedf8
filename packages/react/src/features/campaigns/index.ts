export {
  AudienceBuilder,
  type AudienceBuilderProps,
  type AudienceChange,
  type AudienceCounted,
} from './AudienceBuilder/AudienceBuilder.tsx'
export { CampaignAnalytics, type CampaignAnalyticsProps } from './CampaignAnalytics/CampaignAnalytics.tsx'
export { CampaignList, type CampaignListProps } from './CampaignList/CampaignList.tsx'
export { campaignsCopy, type CampaignsCopy } from './copy.ts'
export { CampaignProgress, type CampaignProgressProps } from './GuidedBulkSMSFlow/CampaignProgress.tsx'
export type { FlowStep } from './GuidedBulkSMSFlow/flow-state.ts'
export type { GuidedBulkSMSFlowProps } from './GuidedBulkSMSFlow/flow-props.ts'
export { GuidedBulkSMSFlow } from './GuidedBulkSMSFlow/GuidedBulkSMSFlow.tsx'
export {
  MessageComposer,
  type ComposedMessage,
  type MessageChange,
  type MessageComposerProps,
} from './MessageComposer/MessageComposer.tsx'
export { ConnectProvider, type ConnectProviderProps } from './providers/ConnectProvider.tsx'
export { ProviderList, type ProviderListProps } from './providers/ProviderList.tsx'
export { SuppressionList, type SuppressionListProps } from './SuppressionList/SuppressionList.tsx'
export { useCampaign, useCampaigns, type UseCampaignsResult } from './use-campaigns.ts'
