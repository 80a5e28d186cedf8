import { messageChannels, type MessageChannel, type Suppression } from '@headwater/core/campaigns'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Ban, Plus } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { ErrorState, StaleNotice, useFormat, useHub } from '../../../provider/index.ts'
import { Button, classNames, EmptyState, SearchField, Skeleton } from '../../../ui/index.ts'
import { useDebounced } from '../../records/index.ts'
import { ActionDialog } from '../ActionDialog.tsx'
import { Pager } from '../Pager.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { AddSuppressionsDialog } from './AddSuppressionsDialog.tsx'

/** Props of {@link SuppressionList}. */
export interface SuppressionListProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** One channel's numbers only. @default both */
  channel?: MessageChannel | undefined
  /** Numbers on a page. @default 50 */
  pageSize?: number | undefined
}

/**
 * Lists the numbers that nothing is sent to, with the reason and where it comes from. Numbers can be added; what somebody asked for themselves only
 * they take back.
 *
 * @example
 * <SuppressionList channel="sms" />
 */
export function SuppressionList({ channel, pageSize = 50, className, ...rest }: SuppressionListProps) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const [search, setSearch] = useState('')
  const [offset, setOffset] = useState(0)
  const [isAdding, setIsAdding] = useState(false)
  const [lifting, setLifting] = useState<Suppression | null>(null)
  const [notice, setNotice] = useState('')
  const wanted = useDebounced(search.replaceAll(/[\s()-]/g, ''), 250)
  const query = useQuery(
    {
      ...client.suppressions.queries.list({
        offset,
        limit: pageSize,
        ...(channel === undefined ? {} : { channel }),
        ...(wanted === '' ? {} : { search: wanted.slice(0, 20) }),
      }),
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
  const page = query.data?.data
  const retry = () => void query.refetch()
  const addButton = (
    <Button icon={<Plus className="hub-icon" aria-hidden />} onClick={() => setIsAdding(true)}>
      {copy.addNumbers}
    </Button>
  )

  if (query.error && !page)
    return (
      <section {...rest} className={classNames('hub-campaigns', className)}>
        <ErrorState error={query.error} onRetry={retry} />
      </section>
    )
  return (
    <section
      {...rest}
      className={classNames('hub-stack hub-campaigns', className)}
      aria-busy={query.isLoading}
    >
      {query.error && query.data ? (
        <StaleNotice error={query.error} fetchedAt={query.data.meta.fetchedAt} onRetry={retry} />
      ) : null}
      <div className="hub-row hub-spread">
        <SearchField
          label={copy.searchSuppressions}
          inputMode="tel"
          value={search}
          onChange={(event) => {
            setSearch(event.target.value)
            setOffset(0)
          }}
        />
        {addButton}
      </div>
      <p role="status" className="hub-hint" hidden={notice === ''}>
        {notice}
      </p>
      <div className="hub-panel">
        {page?.suppressions.length === 0 ? (
          <EmptyState
            icon={<Ban className="hub-icon" aria-hidden />}
            title={copy.noSuppressionsTitle}
            description={copy.noSuppressionsDescription}
          />
        ) : (
          <div className="hub-table-scroll">
            <table className="hub-table">
              <caption className="hub-visually-hidden">{copy.suppressionTitle}</caption>
              <thead>
                <tr>
                  <th scope="col">{copy.columnAddress}</th>
                  <th scope="col">{copy.columnReason}</th>
                  <th scope="col" className="hub-column-minor">
                    {copy.columnSource}
                  </th>
                  <th scope="col" className="hub-column-minor">
                    {copy.channel}
                  </th>
                  <th scope="col" className="hub-column-minor">
                    {copy.columnSince}
                  </th>
                  <th scope="col">
                    <span className="hub-visually-hidden">{copy.lift}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {page
                  ? page.suppressions.map((one) => (
                      <tr key={one.id}>
                        <td>{one.address}</td>
                        <td title={one.note ?? undefined}>{copy.suppressionReasons[one.reason]}</td>
                        <td className="hub-column-minor">{copy.suppressionSources[one.source]}</td>
                        <td className="hub-column-minor">{copy.channelNames[one.channel]}</td>
                        <td className="hub-muted hub-column-minor" title={format.dateTime(one.created_at)}>
                          {format.age(one.created_at)}
                        </td>
                        <td data-align="end">
                          {one.reason === 'manual' ? (
                            <Button variant="ghost" onClick={() => setLifting(one)}>
                              {copy.lift}
                            </Button>
                          ) : (
                            <span className="hub-muted hub-column-minor">{copy.liftForbidden}</span>
                          )}
                        </td>
                      </tr>
                    ))
                  : ['40%', '52%', '46%'].map((width) => (
                      <tr key={width}>
                        <td colSpan={6}>
                          <Skeleton width={width} />
                        </td>
                      </tr>
                    ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      <Pager offset={offset} size={pageSize} total={page?.total ?? 0} onOffset={setOffset} />
      {isAdding ? (
        <AddSuppressionsDialog
          channel={channel ?? messageChannels[0]}
          fixedChannel={channel !== undefined}
          onClose={() => setIsAdding(false)}
          onAdded={({ added, known }) => setNotice(copy.added(format.number(added), format.number(known)))}
        />
      ) : null}
      {lifting ? (
        <ActionDialog
          title={copy.liftTitle(lifting.address)}
          description={copy.liftDescription}
          confirmLabel={copy.lift}
          variant="primary"
          onClose={() => setLifting(null)}
          run={() => client.suppressions.remove(lifting.id)}
        />
      ) : null}
    </section>
  )
}
