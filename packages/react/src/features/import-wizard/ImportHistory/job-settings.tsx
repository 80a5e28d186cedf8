import type { ImportJob } from '@headwater/core'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

/** With what an import was done: mode, key, reading, and the column of each field. */
export function JobSettings({ job }: { job: ImportJob }) {
  const copy = useImportWizardCopy()
  const filled = job.plan
    ? Object.entries(job.plan).map(([field, { columns }]) => [field, columns.join(' + ')] as const)
    : Object.entries(job.mapping ?? {})
  const { encoding, delimiter } = job.reading ?? {}
  const delimiters: Readonly<Record<string, string>> = copy.delimiterNames
  const reading = [
    encoding ? copy.encodingNames[encoding] : '',
    delimiter ? (delimiters[delimiter] ?? copy.otherDelimiter(delimiter)) : '',
  ].filter((part) => part !== '')
  const facts: [string, string][] = [
    [copy.settingMode, copy.modeNames[job.mode]],
    [copy.settingKey, job.key_fields.join(', ')],
    [copy.settingEncoding, reading.join(', ')],
    [copy.settingColumns, filled.map(([field, columns]) => copy.setting(field, columns)).join('; ')],
  ]
  return (
    <dl className="hub-job-settings" aria-label={copy.settings}>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt className="hub-hint">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
