import { messageStatuses, type MessageStatus } from '@headwater/core/campaigns'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { ErrorState, useFormat, useHub } from '../../../provider/index.ts'
import { Button, ScrollRegion, SearchField, SelectField } from '../../../ui/index.ts'
import { useDebounced } from '../../records/index.ts'
import { Pager } from '../Pager.tsx'
import { MessageStatusBadge } from '../StatusBadge.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { saveRecipients } from './save-figures.ts'

const PAGE = 50

/** What became of each recipient: the ledger. */
export function RecipientsTable({ campaign }: { campaign: { id: string; name: string } }) {
  const copy = useCampaignsCopy()
  const format = useFormat()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const [status, setStatus] = useState<MessageStatus | null>(null)
  const [search, setSearch] = useState('')
  const [offset, setOffset] = useState(0)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const wanted = useDebounced(search.replaceAll(/[\s()-]/g, '').slice(0, 20), 250)
  const query = useQuery(
    {
      ...client.queries.messages(campaign.id, {
        offset,
        limit: PAGE,
        ...(status === null ? {} : { status }),
        ...(wanted === '' ? {} : { search: wanted }),
      }),
      placeholderData: keepPreviousData,
    },
    queryClient,
  )
  const page = query.data?.data
  const onExport = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await saveRecipients(client, campaign)
    } catch (error) {
      setFailure(error)
    }
    setBusy(false)
  }
  return (
    <section className="hub-stack" aria-label={copy.recipientsTitle}>
      <h3 className="hub-title">{copy.recipientsTitle}</h3>
      <div className="hub-row hub-spread">
        <div className="hub-row hub-grow">
          <SearchField
            label={copy.searchRecipients}
            inputMode="tel"
            value={search}
            onChange={({ target }) => {
              setSearch(target.value)
              setOffset(0)
            }}
          />
          <SelectField
            hideLabel
            label={copy.statusFilter}
            value={status ?? ''}
            onChange={({ target }) => {
              setStatus(messageStatuses.find((one) => one === target.value) ?? null)
              setOffset(0)
            }}
          >
            <option value="">{copy.allStatuses}</option>
            {messageStatuses.map((one) => (
              <option key={one} value={one}>
                {copy.messageStatusNames[one]}
              </option>
            ))}
          </SelectField>
        </div>
        <Button
          busy={busy}
          icon={<Download className="hub-icon" aria-hidden />}
          onClick={() => void onExport()}
        >
          {copy.exportRecipients}
        </Button>
      </div>
      {failure === null ? null : <ErrorState error={failure} />}
      {query.error && !page ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="hub-panel">
          <ScrollRegion label={copy.recipientsTitle} aria-busy={query.isFetching}>
            <table className="hub-table">
              <caption className="hub-visually-hidden">{copy.recipientsTitle}</caption>
              <thead>
                <tr>
                  <th scope="col">{copy.columnRecipient}</th>
                  <th scope="col">{copy.columnStatus}</th>
                  <th scope="col">{copy.columnText}</th>
                  <th scope="col" className="hub-column-minor">
                    {copy.columnTime}
                  </th>
                </tr>
              </thead>
              <tbody>
                {page?.messages.map((one) => (
                  <tr key={one.id}>
                    <td>{one.recipient}</td>
                    <td>
                      <MessageStatusBadge status={one.status} />
                    </td>
                    <td>
                      <div
                        className="hub-truncate hub-text-cell"
                        title={one.reason_message ?? one.body ?? undefined}
                      >
                        {one.reason === null ? (one.body ?? copy.dash) : copy.reasonName(one.reason)}
                      </div>
                    </td>
                    <td className="hub-muted hub-column-minor">{format.dateTime(one.updated_at)}</td>
                  </tr>
                ))}
                {page?.messages.length === 0 ? (
                  <tr>
                    <td colSpan={4} className="hub-muted">
                      {copy.noRecipients}
                    </td>
                  </tr>
                ) : null}
              </tbody>
            </table>
          </ScrollRegion>
        </div>
      )}
      <Pager offset={offset} size={PAGE} total={page?.total ?? 0} onOffset={setOffset} />
    </section>
  )
}
