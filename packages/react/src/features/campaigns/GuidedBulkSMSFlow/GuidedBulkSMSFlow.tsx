import type { Campaign } from '@headwater/core/campaigns'
import type { ComponentProps } from 'react'
import { ErrorState } from '../../../provider/index.ts'
import { classNames, Skeleton } from '../../../ui/index.ts'
import { useCampaign } from '../use-campaigns.ts'
import { CampaignProgress } from './CampaignProgress.tsx'
import { FlowEditor } from './FlowEditor.tsx'
import type { FlowStep } from './flow-state.ts'

/** Props of {@link GuidedBulkSMSFlow}. */
export interface GuidedBulkSMSFlowProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** The draft to go on with, or the campaign to watch. @default a new one */
  campaignId?: string | undefined
  /** The step that is shown, for a link that leads to it. Without it the flow keeps it itself. */
  step?: FlowStep | undefined
  onStepChange?: ((step: FlowStep) => void) | undefined
  /** The data model that is chosen from the start. */
  dataModelId?: string | undefined
  /** The draft was kept for the first time: its id makes the flow resumable. */
  onDraftCreated?: ((campaign: Campaign) => void) | undefined
  /** The campaign was sent or scheduled. */
  onSent?: ((campaign: Campaign) => void) | undefined
  onViewResults?: ((campaign: Campaign) => void) | undefined
}

/**
 * Leads from a data model to a sent SMS campaign: source, audience, message, schedule, review. The draft is kept as it is written, going back keeps
 * everything, and nothing is sent before the review, which shows what would happen to each recipient. Afterwards it shows the progress, live.
 *
 * @example
 * <GuidedBulkSMSFlow campaignId={id} step={step} onStepChange={goTo} onDraftCreated={({ id }) => navigate(`/campaigns/${id}`)} />
 */
export function GuidedBulkSMSFlow(props: GuidedBulkSMSFlowProps) {
  const {
    campaignId,
    step,
    onStepChange,
    dataModelId,
    onDraftCreated,
    onSent,
    onViewResults,
    className,
    ...rest
  } = props
  const query = useCampaign(campaignId ?? null)
  const campaign = query.data?.data ?? null
  const isLoading = campaignId !== undefined && campaign === null
  return (
    <section
      {...rest}
      className={classNames('hub-stack hub-campaigns hub-flow', className)}
      aria-busy={isLoading && !query.error}
    >
      {isLoading && query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : isLoading ? (
        <>
          <Skeleton width="70%" />
          <Skeleton width="40%" />
          <Skeleton width="55%" />
        </>
      ) : campaign && campaign.status !== 'draft' ? (
        <CampaignProgress campaign={campaign} onViewResults={onViewResults} />
      ) : (
        <FlowEditor
          campaign={campaign}
          {...{ step, onStepChange, dataModelId, onDraftCreated, onSent, onViewResults }}
        />
      )}
    </section>
  )
}
