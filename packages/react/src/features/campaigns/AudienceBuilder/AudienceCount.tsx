import type { DataModel } from '@headwater/core'
import { RefreshCw } from 'lucide-react'
import { ErrorState, useFormat } from '../../../provider/index.ts'
import { IconButton, ScrollRegion, Skeleton } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import type { useAudience } from './use-audience.ts'

/** Fields that a sample shows. */
const SAMPLE_FIELDS = 4

function shownValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '–'
}

/** How many records match, and some of them. */
export function AudienceCount(props: { model: DataModel; audience: ReturnType<typeof useAudience> }) {
  const { model, audience } = props
  const { page, isCounting, isCurrent, valid, error, refetch } = audience
  const copy = useCampaignsCopy()
  const format = useFormat()
  const fields = model.fields.slice(0, SAMPLE_FIELDS)
  if (error && !isCounting) return <ErrorState error={error} onRetry={refetch} />
  return (
    <div className="hub-audience-result" aria-busy={isCounting}>
      <div className="hub-row hub-spread">
        <p role="status" className="hub-audience-count" data-state={isCurrent ? 'current' : 'old'}>
          {!valid ? (
            <span className="hub-muted">{copy.countIncomplete}</span>
          ) : page === undefined ? (
            <span className="hub-muted">{copy.counting}…</span>
          ) : (
            <>
              <strong>{format.number(page.total)}</strong>{' '}
              <span className="hub-muted">
                {copy.countMatches(page.total)}
                {isCounting ? <span className="hub-visually-hidden"> ({copy.counting})</span> : null}
              </span>
            </>
          )}
        </p>
        <IconButton
          variant="ghost"
          label={copy.anotherSample}
          disabled={!valid}
          icon={<RefreshCw className="hub-icon" aria-hidden />}
          onClick={refetch}
        />
      </div>
      {page?.total === 0 && isCurrent ? (
        <p className="hub-muted">{copy.nobody}</p>
      ) : page === undefined && !valid ? null : (
        <ScrollRegion label={copy.sampleTitle} data-state={isCurrent ? 'current' : 'old'}>
          <table className="hub-table">
            <caption className="hub-visually-hidden">{copy.sampleTitle}</caption>
            <thead>
              <tr>
                {fields.map(({ name, label, type }, index) => (
                  <th
                    key={name}
                    scope="col"
                    data-align={type === 'number' ? 'end' : undefined}
                    className={index > 1 ? 'hub-column-minor' : undefined}
                  >
                    {label ?? name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {page
                ? page.recipients.map(({ id, data }) => (
                    <tr key={id}>
                      {fields.map(({ name, type }, index) => (
                        <td
                          key={name}
                          data-align={type === 'number' ? 'end' : undefined}
                          className={index > 1 ? 'hub-column-minor' : undefined}
                        >
                          <div className="hub-truncate hub-sample-cell" title={shownValue(data[name])}>
                            {shownValue(data[name])}
                          </div>
                        </td>
                      ))}
                    </tr>
                  ))
                : ['48%', '60%', '40%'].map((width) => (
                    <tr key={width}>
                      <td colSpan={fields.length}>
                        <Skeleton width={width} />
                      </td>
                    </tr>
                  ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </div>
  )
}
