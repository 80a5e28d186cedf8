import type { Campaign } from '@headwater/core/campaigns'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ErrorState, useHub } from '../../../provider/index.ts'
import { Button, Callout, Steps } from '../../../ui/index.ts'
import { useDataModels } from '../../data-models/index.ts'
import { AudienceBuilder } from '../AudienceBuilder/AudienceBuilder.tsx'
import { MessageComposer } from '../MessageComposer/MessageComposer.tsx'
import { factsOf } from '../MessageComposer/message-facts.ts'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { CampaignProgress } from './CampaignProgress.tsx'
import { FlowFoot } from './FlowFoot.tsx'
import { DraftNotice, SavingNote } from './DraftNotice.tsx'
import {
  draftOf,
  emptyDraft,
  flowSteps,
  hasTime,
  phoneFieldsOf,
  withOption,
  type CampaignDraft,
  type FlowStep,
} from './flow-state.ts'
import type { GuidedBulkSMSFlowProps } from './flow-props.ts'
import { ReviewStep } from './steps/ReviewStep.tsx'
import { ScheduleStep } from './steps/ScheduleStep.tsx'
import { SourceStep } from './steps/SourceStep.tsx'
import { useDraft } from './use-draft.ts'
import { isComplete } from '../AudienceBuilder/audience-edit.ts'

type FlowEditorProps = Pick<
  GuidedBulkSMSFlowProps,
  'step' | 'onStepChange' | 'dataModelId' | 'onDraftCreated' | 'onSent' | 'onViewResults'
> & {
  /** The draft to go on with, or null for a new one. */
  campaign: Campaign | null
}

/** The steps of a draft, with what is chosen kept between them. */
export function FlowEditor(props: FlowEditorProps) {
  const { campaign: initial, onStepChange, onDraftCreated, onSent, onViewResults } = props
  const copy = useCampaignsCopy()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const [draft, setDraft] = useState<CampaignDraft>(() =>
    initial ? draftOf(initial) : { ...emptyDraft, modelId: props.dataModelId ?? '' },
  )
  const [campaign, setCampaign] = useState(initial)
  const [ownStep, setOwnStep] = useState<FlowStep>(props.step ?? 'source')
  const [showMissing, setShowMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [sentHere, setSentHere] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const { models } = useDataModels()
  const providerQuery = useQuery(client.providers.queries.list(), queryClient)
  const providers = providerQuery.data?.data.filter(({ channel }) => channel === 'sms')
  const model = models?.find(({ id }) => id === draft.modelId)
  const provider = providers?.find(({ id }) => id === draft.providerId)
  const { saving, isUnsaved, save, resolve } = useDraft({
    draft,
    campaign: initial,
    onSaved(saved) {
      if (!campaign) onDraftCreated?.(saved)
      setCampaign(saved)
    },
    onMerged: setDraft,
  })

  const sourceDone = draft.name.trim() !== '' && phoneFieldsOf(model).length > 0 && provider !== undefined
  const facts = model ? factsOf(draft.message, model) : null
  const isDone: Record<FlowStep, boolean> = {
    source: sourceDone,
    audience: model !== undefined && isComplete(draft.criteria, model.fields),
    message: facts !== null && !facts.isEmpty && !facts.isTooLong && facts.unknown.length === 0,
    schedule: hasTime(draft),
    review: false,
  }
  // A link into a later step shows the first one that isn't done.
  const wanted = props.step ?? ownStep
  const firstOpen = flowSteps.find((one) => !isDone[one]) ?? 'review'
  const isReady = models !== undefined && providers !== undefined
  const step = isReady && flowSteps.indexOf(wanted) > flowSteps.indexOf(firstOpen) ? firstOpen : wanted
  const at = flowSteps.indexOf(step)
  const next = flowSteps[at + 1]
  const previous = flowSteps[at - 1]
  const change = (part: Partial<CampaignDraft>) => setDraft((before) => ({ ...before, ...part }))

  function go(to: FlowStep): void {
    setShowMissing(false)
    setOwnStep(to)
    onStepChange?.(to)
    body.current?.focus({ preventScroll: true })
  }

  async function onContinue(): Promise<void> {
    setShowMissing(true)
    if (!isDone[step] || next === undefined) return
    setBusy(true)
    try {
      await save()
      go(next)
    } catch {
      // The note above says what failed, and the draft stays here.
    }
    setBusy(false)
  }

  if (campaign && campaign.status !== 'draft')
    return (
      <>
        {sentHere ? null : <Callout tone="warning">{copy.locked}</Callout>}
        <CampaignProgress campaign={campaign} onViewResults={onViewResults} />
      </>
    )
  const scheduledAt = draft.sendAt ? new Date(draft.sendAt).toISOString() : null
  const { message, options } = draft
  return (
    <>
      <div className="hub-row hub-spread">
        <Steps
          label={copy.stepsLabel}
          steps={flowSteps}
          current={step}
          names={copy.stepNames}
          doneLabel={copy.stepDone}
          onGo={go}
        />
        <SavingNote saving={saving} isUnsaved={isUnsaved} />
      </div>
      <DraftNotice saving={saving} onResolve={resolve} />
      {saving.state === 'failed' ? (
        <ErrorState error={saving.error} onRetry={() => void save().catch(() => {})} />
      ) : null}
      {providerQuery.error && !providers ? (
        <ErrorState error={providerQuery.error} onRetry={() => void providerQuery.refetch()} />
      ) : null}
      <div
        ref={body}
        className="hub-flow-body"
        tabIndex={-1}
        role="group"
        aria-label={copy.stepOf(copy.stepNames[step])}
      >
        {step === 'source' ? (
          <SourceStep {...{ draft, showMissing, models, providers }} onChange={change} />
        ) : null}
        {step === 'audience' && model ? (
          <AudienceBuilder
            model={model}
            value={draft.criteria}
            showMissing={showMissing}
            onAudienceChange={({ criteria }) => change({ criteria })}
          />
        ) : null}
        {step === 'message' && model ? (
          <MessageComposer
            model={model}
            criteria={draft.criteria}
            showMissing={showMissing}
            priceMicros={provider?.price_micros}
            currency={provider?.currency}
            value={{ message, senderName: options.sender_name, optOutLine: options.opt_out_line }}
            onMessageChange={({ message: text, senderName, optOutLine }) =>
              change({
                message: text,
                options: withOption(
                  withOption(options, 'sender_name', senderName || undefined),
                  'opt_out_line',
                  optOutLine,
                ),
              })
            }
          />
        ) : null}
        {step === 'schedule' ? <ScheduleStep {...{ draft, showMissing, model }} onChange={change} /> : null}
        {step === 'review' && campaign ? (
          <ReviewStep
            campaign={campaign}
            scheduledAt={scheduledAt}
            account={provider?.name ?? copy.dash}
            onBack={() => go('schedule')}
            onSent={(sent) => {
              setCampaign(sent)
              setSentHere(true)
              onSent?.(sent)
            }}
          />
        ) : null}
      </div>
      {next ? (
        <FlowFoot onBack={previous && (() => go(previous))}>
          <Button variant="primary" busy={busy} disabled={!isReady} onClick={() => void onContinue()}>
            {copy.continueTo[next]}
          </Button>
        </FlowFoot>
      ) : null}
    </>
  )
}
