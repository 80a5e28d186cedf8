import { campaignStatuses, type Campaign, type CampaignStatus } from '@headwater/core/campaigns'
import { Megaphone, Plus } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { ErrorState, StaleNotice, useCommonCopy } from '../../../provider/index.ts'
import { Button, classNames, EmptyState, SearchField, SelectField, Skeleton } from '../../../ui/index.ts'
import { useDebounced } from '../../records/index.ts'
import { CancelCampaignDialog, DeleteCampaignDialog } from '../CampaignDialogs.tsx'
import { Pager } from '../Pager.tsx'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { useCampaigns } from '../use-campaigns.ts'
import { CampaignRow } from './CampaignRow.tsx'

/** Props of {@link CampaignList}. */
export interface CampaignListProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** Opens a campaign: a draft in the flow, say, and what was sent in its analytics. */
  onOpenCampaign?: ((campaign: Campaign) => void) | undefined
  /** Shows the button that makes a campaign. */
  onCreateCampaign?: (() => void) | undefined
  /** Campaigns on a page. @default 20 */
  pageSize?: number | undefined
}

const SEARCH_PAUSE_MS = 250

function isStatus(value: string): value is CampaignStatus {
  return campaignStatuses.some((status) => status === value)
}

/**
 * Lists campaigns with how far they are; pauses, resumes, cancels and deletes them.
 *
 * @example
 * <CampaignList onOpenCampaign={({ id }) => navigate(`/campaigns/${id}`)} onCreateCampaign={startFlow} />
 */
export function CampaignList(props: CampaignListProps) {
  const { onOpenCampaign, onCreateCampaign, pageSize = 20, className, ...rest } = props
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState<CampaignStatus | null>(null)
  const [page, setPage] = useState(1)
  const [asking, setAsking] = useState<{ kind: 'delete' | 'cancel'; campaign: Campaign } | null>(null)
  const wanted = useDebounced(search.trim(), SEARCH_PAUSE_MS)
  const result = useCampaigns({
    page,
    page_size: pageSize,
    ...(wanted === '' ? {} : { search: wanted }),
    ...(status === null ? {} : { status }),
  })
  const { campaigns, total = 0, meta, error, isLoading, refetch } = result
  const isFiltered = wanted !== '' || status !== null
  const close = () => setAsking(null)
  const createButton = onCreateCampaign ? (
    <Button variant="primary" icon={<Plus className="hub-icon" aria-hidden />} onClick={onCreateCampaign}>
      {copy.newCampaign}
    </Button>
  ) : null

  if (error && !campaigns)
    return (
      <section {...rest} className={classNames('hub-campaigns', className)}>
        <ErrorState error={error} onRetry={refetch} />
      </section>
    )
  if (campaigns?.length === 0 && !isFiltered && page === 1)
    return (
      <section {...rest} className={classNames('hub-panel', className)}>
        <EmptyState
          icon={<Megaphone className="hub-icon" aria-hidden />}
          title={copy.emptyTitle}
          description={copy.emptyDescription}
          actions={createButton}
        />
      </section>
    )
  return (
    <section {...rest} className={classNames('hub-stack hub-campaigns', className)} aria-busy={isLoading}>
      {error && meta ? <StaleNotice error={error} fetchedAt={meta.fetchedAt} onRetry={refetch} /> : null}
      <div className="hub-row hub-spread">
        <div className="hub-row hub-grow">
          <SearchField
            label={copy.searchCampaigns}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value)
              setPage(1)
            }}
          />
          <SelectField
            label={copy.statusFilter}
            hideLabel
            value={status ?? ''}
            onChange={({ target }) => {
              setStatus(isStatus(target.value) ? target.value : null)
              setPage(1)
            }}
          >
            <option value="">{copy.allStatuses}</option>
            {campaignStatuses.map((one) => (
              <option key={one} value={one}>
                {copy.statusNames[one]}
              </option>
            ))}
          </SelectField>
        </div>
        {createButton}
      </div>
      <div className="hub-panel">
        {campaigns?.length === 0 ? (
          <EmptyState
            title={copy.noMatchTitle}
            description={copy.noMatchDescription}
            actions={
              <Button
                onClick={() => {
                  setSearch('')
                  setStatus(null)
                }}
              >
                {common.clear}
              </Button>
            }
          />
        ) : (
          <div className="hub-table-scroll">
            <table className="hub-table">
              <thead>
                <tr>
                  <th scope="col">{copy.columnName}</th>
                  <th scope="col">{copy.columnStatus}</th>
                  <th scope="col" data-align="end" className="hub-column-minor">
                    {copy.columnRecipients}
                  </th>
                  <th scope="col" data-align="end" className="hub-column-minor">
                    {copy.columnDelivered}
                  </th>
                  <th scope="col" data-align="end" className="hub-column-minor">
                    {copy.columnCost}
                  </th>
                  <th scope="col" className="hub-column-minor">
                    {copy.columnWhen}
                  </th>
                  <th scope="col">
                    <span className="hub-visually-hidden">{common.actionsFor('')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {campaigns
                  ? campaigns.map((campaign) => (
                      <CampaignRow
                        key={campaign.id}
                        campaign={campaign}
                        onOpen={onOpenCampaign}
                        onPause={result.pauseCampaign}
                        onResume={result.resumeCampaign}
                        onAsk={(kind) => setAsking({ kind, campaign })}
                      />
                    ))
                  : ['60%', '44%', '52%'].map((width) => (
                      <tr key={width}>
                        <td colSpan={7}>
                          <Skeleton width={width} />
                        </td>
                      </tr>
                    ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      <Pager
        offset={(page - 1) * pageSize}
        size={pageSize}
        total={total}
        onOffset={(offset) => setPage(offset / pageSize + 1)}
      />
      {asking?.kind === 'delete' ? <DeleteCampaignDialog campaign={asking.campaign} onClose={close} /> : null}
      {asking?.kind === 'cancel' ? <CancelCampaignDialog campaign={asking.campaign} onClose={close} /> : null}
    </section>
  )
}
