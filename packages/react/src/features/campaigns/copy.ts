import type {
  AudienceOperator,
  CampaignAnalytics,
  CampaignStatus,
  Disposition,
  MessageReason,
  MessageStatus,
  RelativeSpan,
} from '@headwater/core/campaigns'
import { audienceCopy } from './copy/audience.ts'
import { flowCopy } from './copy/flow.ts'
import { messageCopy } from './copy/message.ts'
import { providersCopy } from './copy/providers.ts'

const statusNames: Record<CampaignStatus, string> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  active: 'Sending',
  paused: 'Paused',
  completed: 'Completed',
  archived: 'Archived',
  failed: 'Failed',
}

const messageStatusNames: Record<MessageStatus, string> = {
  pending: 'Waiting',
  held: 'Held',
  sent: 'Sent',
  delivered: 'Delivered',
  failed: 'Failed',
  suppressed: 'Suppressed',
}

const dispositionNames: Record<Disposition, string> = {
  send: 'Sends',
  hold: 'Waits',
  suppress: 'Suppressed',
  fail: 'Can’t be sent',
  skip: 'Skipped',
}

const reasonNames: Record<MessageReason, string> = {
  QUIET_HOURS: 'Quiet hours',
  FREQUENCY_CAP: 'Got enough messages lately',
  OPTED_OUT: 'Opted out',
  NO_CONSENT: 'No consent',
  MISSING_VALUE: 'A value is missing',
  TOO_LONG: 'Text too long',
  EMPTY_MESSAGE: 'Text empty',
  LANDLINE: 'Landline',
  INVALID_NUMBER: 'Invalid number',
  NO_NUMBER: 'No number',
  DUPLICATE: 'Same number twice',
  EXPIRED: 'Waited too long',
  CANCELLED: 'Cancelled',
  IN_DOUBT: 'The vendor never answered',
}

const funnelSteps: Record<CampaignAnalytics['funnel'][number]['step'], string> = {
  matched: 'Matched the audience',
  recipients: 'Recipients',
  accepted: 'Accepted by the carrier',
  delivered: 'Delivered',
  read: 'Read',
}

const reasonTable: Readonly<Record<string, string>> = reasonNames

/** All words of the campaigns feature. */
export const campaignsCopy = {
  ...audienceCopy,
  ...messageCopy,
  ...flowCopy,
  ...providersCopy,
  statusNames,
  messageStatusNames,
  dispositionNames,
  funnelSteps,
  /** A reason of ours in words; a vendor's code as it is. */
  reasonName: (reason: string) => reasonTable[reason] ?? `Code ${reason}`,
  searchCampaigns: 'Search campaigns',
  allStatuses: 'All states',
  statusFilter: 'State',
  newCampaign: 'New campaign',
  columnName: 'Name',
  columnStatus: 'State',
  columnRecipients: 'Recipients',
  columnDelivered: 'Delivered',
  columnCost: 'Cost',
  columnWhen: 'When',
  emptyTitle: 'No campaigns yet',
  emptyDescription:
    'A campaign sends one message to everyone in an audience, once each. Nothing is sent before you review it.',
  noMatchTitle: 'No campaign matches',
  noMatchDescription: 'Search looks at names and descriptions.',
  pause: 'Pause',
  resume: 'Resume',
  cancelCampaign: 'Cancel campaign',
  viewResults: 'View results',
  deleteTitle: (name: string) => `Delete “${name}”?`,
  deleteDescription: (recipients: string | null) =>
    recipients === null
      ? 'The draft is deleted. This can’t be undone.'
      : `What became of ${recipients} is deleted with it. Opt-outs stay. This can’t be undone.`,
  recipientCount: (count: number, shown: string) => (count === 1 ? 'One recipient' : `${shown} recipients`),
  deleteCampaign: 'Delete campaign',
  cancelTitle: (name: string) => `Cancel “${name}”?`,
  cancelScheduled: 'It becomes a draft again and nothing is sent.',
  cancelRunning: (waiting: string) => `${waiting} who got nothing yet get nothing. What was sent stays sent.`,
  keepSending: 'Go back',
  previous: 'Previous',
  next: 'Next',
  pageOf: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
  dash: '–',
  suppressionTitle: 'Numbers that get nothing',
  searchSuppressions: 'Search numbers',
  addNumbers: 'Add numbers',
  addNumbersTitle: 'Send nothing to these numbers',
  addNumbersHint: 'One a line, with the country code, such as +12015550123. At most 1,000.',
  addNumbersLabel: 'Numbers',
  addNumbersBad: (lines: string) => `These aren’t numbers with a country code: ${lines}`,
  addNumbersMany: (count: string) => `${count} numbers are too many at once. Add at most 1,000.`,
  addCount: (count: number, shown: string) => (count === 1 ? 'Add one number' : `Add ${shown} numbers`),
  added: (added: string, known: string) => `${added} added. ${known} were known.`,
  note: 'Note',
  noteHint: 'Optional. Why nothing is to be sent.',
  channel: 'Channel',
  channelNames: { sms: 'SMS', whatsapp: 'WhatsApp' },
  columnAddress: 'Number',
  columnReason: 'Reason',
  columnSource: 'From',
  columnSince: 'Since',
  suppressionReasons: {
    opted_out: 'Opted out',
    complaint: 'Complained',
    invalid: 'Not reachable',
    manual: 'Added by hand',
  },
  suppressionSources: {
    inbound: 'Their own message',
    vendor: 'The carrier',
    user: 'A person here',
    import: 'A list',
  },
  lift: 'Lift',
  liftTitle: (address: string) => `Send to ${address} again?`,
  liftDescription: 'Campaigns reach this number from now on.',
  liftForbidden: 'Only they can take it back',
  noSuppressionsTitle: 'No numbers here',
  noSuppressionsDescription:
    'Whoever answers STOP, and numbers that carriers refuse, are kept here. Campaigns skip them.',
  analyticsFunnel: 'From audience to phone',
  analyticsTimeline: 'Messages over time',
  analyticsTimelineHour: 'by hour, UTC',
  analyticsTimelineDay: 'by day, UTC',
  analyticsErrors: 'Why messages failed',
  analyticsCost: 'Cost by day',
  analyticsNoErrors: 'No message failed.',
  analyticsNothing: 'Nothing was sent yet.',
  deliveryRate: 'Delivered of accepted',
  failureRate: 'Failed of recipients',
  optOutRate: 'Opted out',
  totalCost: 'Cost',
  segments: 'segments',
  showTable: 'Table',
  showChart: 'Chart',
  exportFigures: 'Export figures',
  exportRecipients: 'Export recipients',
  recipientsTitle: 'What became of each recipient',
  searchRecipients: 'Search numbers',
  noRecipients: 'No recipient matches.',
  columnText: 'Text',
  columnSegments: 'Segments',
  columnCode: 'Code',
  columnMeaning: 'What it means',
  columnMessages: 'Messages',
  columnTime: 'Time',
  chartMissing: 'The chart couldn’t be loaded. The table has its values.',
  chartHint: 'Arrow keys move from bar to bar.',
}

/** All words of the campaigns feature. */
export type CampaignsCopy = typeof campaignsCopy

/** Names of operators, by what they compare. */
export type OperatorNames = Record<AudienceOperator, string>
/** Names of units. */
export type UnitNames = Record<RelativeSpan['unit'], string>
