import type { ImportAction, ImportChange, ImportJob, Json, ModelField } from '@headwater/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorState, useFormat, useHub } from '../../../provider/index.ts'
import { Callout, ProgressBar, ScrollRegion, Skeleton } from '../../../ui/index.ts'
import {
  isRunning,
  JobFailure,
  progressText,
  shareOf,
  useImportErrors,
  useImportJob,
  useImportsCopy,
} from '../../imports/index.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { CountTiles, type CountTile } from './CountTiles.tsx'

type Group = 'insert' | 'update' | 'unchanged' | 'skip' | 'rejected'

const SAMPLE_ROWS = 8

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The values of a change, where it changes any. */
function Values({ change, fields }: { change: ImportChange; fields: readonly ModelField[] }) {
  const copy = useImportWizardCopy()
  const { before, after, reason, other_row: otherRow } = change
  const format = useFormat()
  if (reason !== null)
    return (
      <>
        {copy.skipReasons[reason]}
        {otherRow === null ? '' : ` (${copy.otherRow(format.number(otherRow))})`}
      </>
    )
  const shown = fields.filter(({ name }) => textOf(before?.[name]) !== textOf(after?.[name]))
  const listed =
    before && after ? shown : fields.filter(({ name }) => textOf((after ?? before)?.[name]) !== '')
  return (
    <dl className="hub-change">
      {listed.slice(0, 6).map(({ name, label }) => (
        <div key={name}>
          <dt className="hub-hint">{label ?? name}</dt>
          <dd>
            {before && after
              ? copy.changedFrom(
                  textOf(before[name]) || copy.blankValue,
                  textOf(after[name]) || copy.blankValue,
                )
              : textOf((after ?? before)?.[name])}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Records as they would be: a column for each field that any of them has. */
function RecordSamples({
  changes,
  fields,
}: {
  changes: readonly ImportChange[]
  fields: readonly ModelField[]
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const filled = fields.filter(({ name }) =>
    changes.some(({ after, before }) => textOf((after ?? before)?.[name]) !== ''),
  )
  return (
    <table className="hub-table">
      <thead>
        <tr>
          <th scope="col" data-align="end">
            {copy.sampleRow}
          </th>
          {filled.map(({ name, label }) => (
            <th key={name} scope="col">
              {label ?? name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={`${change.row_number} ${change.record_id ?? ''}`}>
            <td data-align="end" className="hub-muted">
              {format.number(change.row_number)}
            </td>
            {filled.map(({ name }) => {
              const text = textOf((change.after ?? change.before)?.[name])
              return (
                <td key={name} title={text}>
                  {text}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What would change, value by value, or why a row would be skipped. */
function ChangeSamples({
  changes,
  name,
  fields,
}: {
  changes: readonly ImportChange[]
  name: string
  fields: readonly ModelField[]
}) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  return (
    <table className="hub-table hub-samples">
      <thead>
        <tr>
          <th scope="col" data-align="end">
            {copy.sampleRow}
          </th>
          <th scope="col">{name}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={`${change.row_number} ${change.record_id ?? ''}`}>
            <td data-align="end" className="hub-muted">
              {format.number(change.row_number)}
            </td>
            <td>
              <Values change={change} fields={fields} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Samples({
  job,
  action,
  name,
  fields,
}: {
  job: ImportJob
  action: ImportAction
  name: string
  fields: readonly ModelField[]
}) {
  const copy = useImportWizardCopy()
  const { imports, queryClient } = useHub()
  const { data, error } = useQuery(
    imports.queries.changes(job.id, { action, limit: SAMPLE_ROWS }),
    queryClient,
  )
  if (error && !data) return <ErrorState error={error} />
  const changes = data?.data.changes
  const asRecords = action === 'insert' || action === 'unchanged'
  return (
    <div className="hub-panel">
      <ScrollRegion label={copy.sampleOf(name)}>
        {!changes ? (
          <div className="hub-job">
            <Skeleton width="50%" />
          </div>
        ) : changes.length === 0 ? (
          <p className="hub-job hub-muted">{copy.sampleNone}</p>
        ) : asRecords ? (
          <RecordSamples changes={changes} fields={fields} />
        ) : (
          <ChangeSamples changes={changes} name={name} fields={fields} />
        )}
      </ScrollRegion>
    </div>
  )
}

function RejectedSamples({ job, name }: { job: ImportJob; name: string }) {
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { data } = useImportErrors(job.id, { limit: SAMPLE_ROWS })
  return (
    <div className="hub-panel" role="region" aria-label={copy.sampleOf(name)} tabIndex={0}>
      <table className="hub-table hub-samples">
        <thead>
          <tr>
            <th scope="col" data-align="end">
              {copy.sampleRow}
            </th>
            <th scope="col">{copy.sampleReason}</th>
          </tr>
        </thead>
        <tbody>
          {data?.data.errors.map(({ id, row_number: row, errors }) => (
            <tr key={id}>
              <td data-align="end">{format.number(row)}</td>
              <td>{errors.map(({ message }) => message).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Props of {@link DryRunReport}. */
export interface DryRunReportProps {
  /** A dry run. */
  job: ImportJob
  fields: readonly ModelField[]
  /** The settings changed since. @default false */
  stale?: boolean | undefined
}

/** What an import would do: counts, and for each of them some rows. */
export function DryRunReport({ job, fields, stale = false }: DryRunReportProps) {
  const copy = useImportWizardCopy()
  const words = useImportsCopy()
  const format = useFormat()
  const { data } = useImportJob(job.id)
  const [group, setGroup] = useState<Group | null>(null)
  const now = data?.data ?? job
  if (isRunning(now))
    return (
      <div className="hub-stack" style={{ gap: 8 }}>
        <ProgressBar label={copy.dryRunning} value={shareOf(now)} />
        <p className="hub-muted" role="status">
          {copy.dryRunning}: {progressText(now, words, format)}
        </p>
      </div>
    )
  if (now.status !== 'completed') return <JobFailure job={now} />
  const rejected = now.failed_records - now.conflict_records
  const figures: [Group, string, number, CountTile['tone']][] = [
    ['insert', copy.wouldInsert, now.inserted_records, 'success'],
    ['update', copy.wouldUpdate, now.updated_records, 'info'],
    ['unchanged', copy.wouldKeep, now.unchanged_records, 'neutral'],
    ['skip', copy.wouldSkip, now.skipped_records, 'neutral'],
    ['rejected', copy.wouldReject, rejected, 'danger'],
  ]
  const shown = group ?? figures.find(([, , count]) => count > 0)?.[0] ?? null
  const name = figures.find(([key]) => key === shown)?.[1] ?? ''
  return (
    <section className="hub-stack" style={{ gap: 8 }} aria-label={copy.dryRunTitle}>
      <h4 className="hub-label">{copy.dryRunTitle}</h4>
      {stale ? (
        <Callout tone="warning">
          <p>{copy.dryRunStale}</p>
        </Callout>
      ) : null}
      <CountTiles
        label={copy.dryRunTitle}
        tiles={[
          ...figures.map(([key, label, count, tone]): CountTile => ({
            key,
            label,
            value: format.number(count),
            tone: count === 0 ? 'neutral' : (tone ?? 'neutral'),
            ...(count > 0 ? { onSelect: () => setGroup(key), selected: shown === key } : {}),
          })),
          ...(now.conflict_records > 0
            ? [
                {
                  key: 'conflict',
                  label: copy.wouldConflict,
                  value: format.number(now.conflict_records),
                  tone: 'warning' as const,
                  onSelect: () => setGroup('rejected'),
                },
              ]
            : []),
        ]}
      />
      {now.conflict_records > 0 ? <p className="hub-hint">{copy.conflictHint}</p> : null}
      {shown === null ? null : shown === 'rejected' ? (
        <RejectedSamples job={now} name={name} />
      ) : (
        <Samples job={now} action={shown} name={name} fields={fields} />
      )}
    </section>
  )
}
