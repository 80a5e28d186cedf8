import type { MessageProvider } from '@headwater/core/campaigns'
import { useQuery } from '@tanstack/react-query'
import { RadioTower } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { ErrorState, StaleNotice, useCommonCopy, useHub } from '../../../provider/index.ts'
import { classNames, EmptyState, ScrollRegion, Skeleton } from '../../../ui/index.ts'
import { ActionDialog } from '../ActionDialog.tsx'
import { useCampaignsClient } from '../use-campaigns-client.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { ConnectProvider } from './ConnectProvider.tsx'
import { CredentialsDialog } from './CredentialsDialog.tsx'
import { ProviderRow } from './ProviderRow.tsx'

/** Props of {@link ProviderList}. */
export type ProviderListProps = Omit<ComponentProps<'section'>, 'children'>

/**
 * Lists the accounts that messages leave by, says how each is, and connects others. Credentials are replaced, never shown.
 *
 * @example
 * <ProviderList />
 */
export function ProviderList({ className, ...rest }: ProviderListProps) {
  const copy = useCampaignsCopy()
  const common = useCommonCopy()
  const { queryClient } = useHub()
  const client = useCampaignsClient()
  const [asking, setAsking] = useState<{ kind: 'remove' | 'credentials'; provider: MessageProvider } | null>(
    null,
  )
  const [notice, setNotice] = useState('')
  const query = useQuery(client.providers.queries.list(), queryClient)
  const providers = query.data?.data
  const retry = () => void query.refetch()
  const close = () => setAsking(null)
  return (
    <section
      {...rest}
      className={classNames('hub-stack hub-campaigns', className)}
      aria-busy={query.isLoading}
    >
      {query.error && query.data ? (
        <StaleNotice error={query.error} fetchedAt={query.data.meta.fetchedAt} onRetry={retry} />
      ) : null}
      {query.error && !providers ? <ErrorState error={query.error} onRetry={retry} /> : null}
      {providers?.length === 0 ? (
        <div className="hub-panel">
          <EmptyState
            icon={<RadioTower className="hub-icon" aria-hidden />}
            title={copy.noProvidersTitle}
            description={copy.noProvidersDescription}
            actions={<ConnectProvider />}
          />
        </div>
      ) : null}
      {providers === undefined && query.isLoading
        ? ['60%', '44%'].map((width) => <Skeleton key={width} width={width} />)
        : null}
      {providers && providers.length > 0 ? (
        <>
          <div className="hub-row hub-pager">
            <ConnectProvider />
          </div>
          <p role="status" className="hub-hint" hidden={notice === ''}>
            {notice}
          </p>
          <ScrollRegion label={copy.providersTitle} className="hub-panel">
            <table className="hub-table">
              <caption className="hub-visually-hidden">{copy.providersTitle}</caption>
              <thead>
                <tr>
                  <th scope="col">{copy.columnAccount}</th>
                  <th scope="col">{copy.columnStatus}</th>
                  <th scope="col" data-align="end" className="hub-column-minor">
                    {copy.columnRate}
                  </th>
                  <th scope="col" data-align="end" className="hub-column-minor">
                    {copy.columnPrice}
                  </th>
                  <th scope="col">
                    <span className="hub-visually-hidden">{common.actionsFor('')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {providers.map((provider) => (
                  <ProviderRow
                    key={provider.id}
                    provider={provider}
                    onAsk={(kind) => setAsking({ kind, provider })}
                    onCopied={() => setNotice(copy.webhookCopied(provider.name))}
                  />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </>
      ) : null}
      {asking?.kind === 'credentials' ? (
        <CredentialsDialog provider={asking.provider} onClose={close} />
      ) : null}
      {asking?.kind === 'remove' ? (
        <ActionDialog
          title={copy.removeProviderTitle(asking.provider.name)}
          description={copy.removeProviderDescription}
          confirmLabel={copy.removeProvider}
          onClose={close}
          run={() => client.providers.remove(asking.provider.id)}
        />
      ) : null}
    </section>
  )
}
