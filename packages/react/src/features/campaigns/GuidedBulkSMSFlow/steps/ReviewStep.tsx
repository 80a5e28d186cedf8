import type { Campaign, Disposition } from '@headwater/core/campaigns'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { ErrorState, useFormat, useHub } from '../../../../provider/index.ts'
import { Button, Callout, ProgressBar, ScrollRegion } from '../../../../ui/index.ts'
import { Pager } from '../../Pager.tsx'
import { DispositionBadge } from '../../StatusBadge.tsx'
import { useCampaignsClient } from '../../use-campaigns-client.ts'
import { useCampaignsCopy } from '../../use-campaigns-copy.ts'
import { useMoney } from '../../use-money.ts'
import { FlowFoot } from '../FlowFoot.tsx'
import { SendDialog } from '../SendDialog.tsx'
import { TestDialog } from '../TestDialog.tsx'

const PAGE = 50
const dispositions: readonly Disposition[] = ['send', 'hold', 'suppress', 'fail', 'skip']

/** Props of {@link ReviewStep}. */
export interface ReviewStepProps {
  campaign: Campaign
  /** An ISO time, or null to send at once. */
  scheduledAt: string | null
  /** What the account to send by is called. */
  account: string
  onBack(): void
  onSent(campaign: Campaign): void
}

/** What would happen to each recipient, and what it costs; then the test and the send. */
export function ReviewStep({ campaign, scheduledAt, account, onBack, onSent }: ReviewStepProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const money = useMoney()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const [offset, setOffset] = useState(0)
  const [asking, setAsking] = useState<'send' | 'test' | null>(null)
  const query = useQuery(
    {
      ...client.queries.simulation(campaign.id, {
        offset,
        limit: PAGE,
        ...(scheduledAt === null ? {} : { at: scheduledAt }),
      }),
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
  const simulation = query.data?.data
  if (query.error && !simulation)
    return (
      <div className="hub-stack">
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        <FlowFoot onBack={onBack} />
      </div>
    )
  if (!simulation)
    return (
      <div className="hub-stack">
        <p className="hub-muted" role="status">
          {copy.simulating}
        </p>
        <ProgressBar label={copy.simulating} value={null} />
        <FlowFoot onBack={onBack} />
      </div>
    )
  const { totals, currency } = simulation
  const recipients = totals.matched - totals.skip
  const reached = totals.send + totals.hold
  const shown = copy.recipientCount(reached, format.number(reached)).toLowerCase()
  return (
    <div className="hub-stack">
      <dl className="hub-counts">
        {dispositions.map((one) => (
          <div key={one} data-empty={totals[one] === 0 || undefined}>
            <dt>{copy.dispositionNames[one]}</dt>
            <dd>{format.number(totals[one])}</dd>
          </div>
        ))}
        <div>
          <dt>{copy.totalCost}</dt>
          <dd>{money(totals.cost_micros, currency)}</dd>
          <dd className="hub-hint">{copy.segmentCount(totals.segments, format.number(totals.segments))}</dd>
        </div>
      </dl>
      <p className="hub-muted">
        {scheduledAt === null
          ? copy.leavesNow(account)
          : copy.leavesAt(account, format.dateTime(scheduledAt))}
      </p>
      {simulation.exact ? null : <p className="hub-hint">{copy.estimated}</p>}
      {reached === 0 ? <Callout tone="warning">{copy.nobodyToSend}</Callout> : null}
      <div className="hub-panel">
        <ScrollRegion className="hub-simulation" label={copy.reviewTitle}>
          <table className="hub-table">
            <caption className="hub-visually-hidden">{copy.reviewTitle}</caption>
            <thead>
              <tr>
                <th scope="col">{copy.columnRecipient}</th>
                <th scope="col">{copy.columnOutcome}</th>
                <th scope="col">{copy.columnText}</th>
                <th scope="col" data-align="end" className="hub-column-minor">
                  {copy.columnCost}
                </th>
              </tr>
            </thead>
            <tbody>
              {simulation.messages.map((one) => (
                <tr key={one.record_id}>
                  <td>{one.recipient ?? copy.dash}</td>
                  <td>
                    <DispositionBadge disposition={one.disposition} />
                  </td>
                  <td>
                    <div
                      className="hub-truncate hub-text-cell"
                      title={one.reason_message ?? one.text ?? undefined}
                    >
                      {one.reason === null ? one.text : copy.reasonName(one.reason)}
                      {one.held_until === null ? '' : ` ${copy.heldUntil(format.dateTime(one.held_until))}`}
                    </div>
                  </td>
                  <td data-align="end" className="hub-column-minor">
                    {one.cost_micros === 0 ? copy.dash : money(one.cost_micros, currency)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </div>
      <Pager offset={offset} size={PAGE} total={totals.matched} onOffset={setOffset} />
      <FlowFoot onBack={onBack}>
        <Button icon={<FlaskConical className="hub-icon" aria-hidden />} onClick={() => setAsking('test')}>
          {copy.sendTest}
        </Button>
        <Button variant="primary" disabled={reached === 0} onClick={() => setAsking('send')}>
          {scheduledAt === null ? copy.send(shown) : copy.schedule(shown)}
        </Button>
      </FlowFoot>
      {asking === 'send' ? (
        <SendDialog
          campaign={campaign}
          scheduledAt={scheduledAt}
          recipients={recipients}
          shown={shown}
          cost={money(totals.cost_micros, currency)}
          needsConfirmation={simulation.needs_confirmation}
          onClose={() => setAsking(null)}
          onSent={onSent}
          onRefused={() => void query.refetch()}
        />
      ) : null}
      {asking === 'test' ? (
        <TestDialog
          campaignId={campaign.id}
          recordId={simulation.messages.find(({ disposition }) => disposition === 'send')?.record_id}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  )
}
