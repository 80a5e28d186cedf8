import { useState } from 'react'
import { ErrorState } from '../../../provider/index.ts'
import { classNames, Skeleton } from '../../../ui/index.ts'
import { useCampaign } from '../use-campaigns.ts'
import { CampaignProgress } from './CampaignProgress.tsx'
import { FlowEditor } from './FlowEditor.tsx'
import type { GuidedBulkSMSFlowProps } from './flow-props.ts'

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
  // A draft that this flow made itself goes on in the same editor; another one gets an editor of its own, which stays when the draft is sent.
  const [madeId, setMadeId] = useState<string | null>(null)
  const [opened, setOpened] = useState(campaign)
  if (campaign && campaign.id !== opened?.id) setOpened(campaign)
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
      ) : campaign && campaign.id !== madeId && opened?.status !== 'draft' ? (
        <CampaignProgress campaign={campaign} onViewResults={onViewResults} />
      ) : (
        <FlowEditor
          key={campaignId === undefined || campaignId === madeId ? 'new' : campaignId}
          campaign={campaign}
          {...{ step, onStepChange, dataModelId, onSent, onViewResults }}
          onDraftCreated={(made) => {
            setMadeId(made.id)
            onDraftCreated?.(made)
          }}
        />
      )}
    </section>
  )
}
