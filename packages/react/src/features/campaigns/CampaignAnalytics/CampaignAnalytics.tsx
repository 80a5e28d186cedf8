import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type ComponentProps } from 'react'
import { ErrorState, StaleNotice, useFormat, useHub } from '../../../provider/index.ts'
import { Button, ScrollRegion, Skeleton, classNames } from '../../../ui/index.ts'
import { CampaignStatusBadge } from '../StatusBadge.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { useMoney } from '../use-money.ts'
import { ColumnsFigure } from './ColumnsFigure.tsx'
import { RecipientsTable } from './RecipientsTable.tsx'
import { saveFigures } from './save-figures.ts'

/** Props of {@link CampaignAnalytics}. */
export interface CampaignAnalyticsProps extends Omit<ComponentProps<'section'>, 'children'> {
  campaignId: string
  /** Shows the table of recipients below the figures. @default true */
  recipients?: boolean | undefined
}

/**
 * What became of a campaign: funnel, messages over time, errors by code, cost by day, and each recipient. Live while it is sent; the figures add up to
 * the ledger, and both can be exported.
 *
 * @example
 * <CampaignAnalytics campaignId={id} />
 */
export function CampaignAnalytics(props: CampaignAnalyticsProps) {
  const { campaignId, recipients = true, className, ...rest } = props
  const copy = useCampaignsCopy()
  const format = useFormat()
  const money = useMoney()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const query = useQuery(client.queries.analytics(campaignId), queryClient)
  const analytics = query.data?.data
  const retry = () => void query.refetch()
  if (!analytics)
    return (
      <section
        {...rest}
        className={classNames('hub-stack hub-campaigns', className)}
        aria-busy={query.isLoading}
      >
        {query.error ? (
          <ErrorState error={query.error} onRetry={retry} />
        ) : (
          ['40%', '80%', '64%', '72%'].map((width) => <Skeleton key={width} width={width} />)
        )}
      </section>
    )
  const {
    campaign,
    counters,
    rates,
    funnel,
    timeline,
    errors,
    cost_by_day: costs,
    bucket,
    currency,
  } = analytics
  // An SMS says nothing of being read.
  const steps = funnel.filter(({ step, count }) => step !== 'read' || count > 0)
  const widest = Math.max(1, ...funnel.map(({ count }) => count))
  const figures = [
    [copy.deliveryRate, format.percent(rates.delivery)],
    [copy.failureRate, format.percent(rates.failure)],
    [copy.optOutRate, format.percent(rates.opt_out)],
    [copy.totalCost, money(counters.cost_micros, currency)],
  ]
  return (
    <section {...rest} className={classNames('hub-stack hub-campaigns', className)}>
      {query.error && query.data ? (
        <StaleNotice error={query.error} fetchedAt={query.data.meta.fetchedAt} onRetry={retry} />
      ) : null}
      <div className="hub-row hub-spread">
        <div className="hub-row">
          <h2 className="hub-title">{campaign.name}</h2>
          <CampaignStatusBadge status={campaign.status} />
        </div>
        <Button
          icon={<Download className="hub-icon" aria-hidden />}
          onClick={() => void saveFigures(analytics)}
        >
          {copy.exportFigures}
        </Button>
      </div>
      <dl className="hub-counts hub-headlines">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <figure className="hub-panel hub-funnel" aria-label={copy.analyticsFunnel}>
        <figcaption>{copy.analyticsFunnel}</figcaption>
        <table>
          <caption className="hub-visually-hidden">{copy.analyticsFunnel}</caption>
          <tbody>
            {steps.map(({ step, count }) => (
              <tr key={step}>
                <th scope="row">{copy.funnelSteps[step]}</th>
                <td>
                  <span
                    className="hub-funnel-bar"
                    style={{ inlineSize: `${(count / widest) * 100}%` }}
                    aria-hidden
                  />
                </td>
                <td data-align="end">{format.number(count)}</td>
                <td data-align="end" className="hub-muted hub-column-minor">
                  {format.percent(count / widest)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </figure>
      <ColumnsFigure
        title={copy.analyticsTimeline}
        note={bucket === 'hour' ? copy.analyticsTimelineHour : copy.analyticsTimelineDay}
        data={{
          series: [
            { key: 'sent', label: copy.messageStatusNames.sent, color: 'var(--hub-neutral-8)' },
            { key: 'delivered', label: copy.messageStatusNames.delivered, color: 'var(--hub-accent)' },
            { key: 'failed', label: copy.messageStatusNames.failed, color: 'var(--hub-red-9)' },
          ],
          rows: timeline.map(({ at, sent, delivered, failed }) => ({
            id: at,
            // The buckets are of UTC: so is what names them.
            name: bucket === 'hour' ? at.slice(5, 16).replace('T', ' ') : format.day(at),
            values: { sent, delivered, failed },
          })),
          format: format.number,
          compact: format.number,
        }}
      />
      <figure className="hub-panel hub-funnel" aria-label={copy.analyticsErrors}>
        <figcaption>{copy.analyticsErrors}</figcaption>
        {errors.length === 0 ? (
          <p className="hub-muted">{copy.analyticsNoErrors}</p>
        ) : (
          <ScrollRegion label={copy.analyticsErrors}>
            <table className="hub-table">
              <thead>
                <tr>
                  <th scope="col">{copy.columnCode}</th>
                  <th scope="col">{copy.columnMeaning}</th>
                  <th scope="col" data-align="end">
                    {copy.columnMessages}
                  </th>
                </tr>
              </thead>
              <tbody>
                {errors.map(({ code, message, count }) => (
                  <tr key={code}>
                    <td>{code}</td>
                    <td>
                      <div className="hub-truncate hub-text-cell" title={message}>
                        {message}
                      </div>
                    </td>
                    <td data-align="end">{format.number(count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </figure>
      <ColumnsFigure
        title={copy.analyticsCost}
        data={{
          series: [{ key: 'cost', label: copy.columnCost, color: 'var(--hub-accent)' }],
          rows: costs.map(({ day, cost_micros }) => ({
            id: day,
            name: format.day(day),
            values: { cost: cost_micros },
          })),
          format: (value) => money(value, currency),
          compact: (value) => money(value, currency),
        }}
      />
      {recipients ? <RecipientsTable campaign={campaign} /> : null}
    </section>
  )
}
