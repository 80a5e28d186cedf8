import type { Campaign } from '@headwater/core/campaigns'
import type { ComponentProps } from 'react'
import type { FlowStep } from './flow-state.ts'

/** Props of `GuidedBulkSMSFlow`. */
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
