import type {
  CreateImportJob,
  DataModel,
  ImportJob,
  ImportMapping,
  ImportPlan,
  ImportPolicy,
} from '@headwater/core'
import { useRef } from 'react'
import { useHub } from '../../../provider/index.ts'
import { collectEdits } from '../fixes/collect-edits.ts'
import { validRowsOf } from '../reader/check-file.ts'
import type { ImportReader } from '../reader/create-import-reader.ts'
import type { RunImport } from '../steps/ImportRunStep.tsx'
import { readingToRemember } from './remembered-settings.ts'
import { policyRequest, readingOf, settingsKey, type WizardState } from './wizard-state.ts'

/** What is about to be imported, for the app around the wizard. */
export interface ImportIntent {
  model: DataModel
  /** The file that is sent, mended rows in it. */
  file: File
  plan: ImportPlan
  policy: ImportPolicy
  /** Rows that are valid. */
  rows: number
  /** Rows that will be left out. */
  problems: number
}

/** Hears of an import before it starts; false, or a promise of it, stops it. What it throws is shown. */
export type OnBeforeImport = (intent: ImportIntent) => boolean | void | Promise<boolean | void>

type Sending = Omit<Parameters<RunImport>[0], 'allowDuplicate'>

interface Prepared {
  key: string
  request: CreateImportJob
  file: File
}

const extensions = { csv: 'csv', json: 'json', ndjson: 'ndjson' } as const

/** A simple plan, as saved mappings and older readers know it. */
function mappingOf(plan: ImportPlan): ImportMapping | null {
  const entries = Object.entries(plan)
  if (entries.some(([, { columns, steps }]) => columns.length !== 1 || steps.length > 0)) return null
  return Object.fromEntries(entries.map(([field, { columns }]) => [field, columns[0] ?? '']))
}

/** Writes the file that is sent, stores it once, and starts dry runs and imports of it. */
export function useWizardRun(options: {
  model: DataModel
  reader: () => ImportReader
  onBeforeImport?: OnBeforeImport | undefined
}) {
  const { model, reader, onBeforeImport } = options
  const { imports } = useHub()
  const prepared = useRef<Prepared | null>(null)

  async function prepare(state: WizardState, { signal, onProgress }: Sending): Promise<Prepared> {
    const { source, checked, plan } = state
    if (!source || !checked) throw new TypeError('The file has to be checked before it is sent.')
    const key = settingsKey(state)
    if (prepared.current?.key === key) return prepared.current
    onProgress(null)
    const { fileType } = source.start
    const written = await reader().rewrite(
      {
        file: source.file,
        fileType,
        reading: readingOf(source),
        columns: checked.result.columns,
        marks: checked.result.marks,
        edits: await collectEdits(checked.fixes, signal),
      },
      signal,
    )
    const extension = extensions[fileType]
    const name = source.fileName.endsWith(`.${extension}`)
      ? source.fileName
      : `${source.fileName.replace(/\.\w+$/, '')}.${extension}`
    const file = new File([written.file], name)
    const stored = await imports.upload(file, {
      signal,
      onProgress: ({ loadedBytes, totalBytes }) =>
        onProgress(totalBytes === 0 ? 1 : loadedBytes / totalBytes),
    })
    onProgress(1)
    const { workbook } = source
    const request: CreateImportJob = {
      model_id: model.id,
      file_url: stored.fileUrl,
      file_type: fileType,
      plan: plan.plan,
      reading: { ...written.reading, ...(workbook ? { sheet: workbook.sheet } : {}) },
      on_invalid: 'skip',
      ...policyRequest(state.policy),
    }
    prepared.current = { key, request, file }
    return prepared.current
  }

  /** Remembers the settings for the next file with this header; an import doesn't fail over it. */
  function remember({ source, plan, policy }: WizardState): void {
    if (!source) return
    const mapping = mappingOf(plan.plan)
    // The next file of the kind is known by its header as it is found, before the choices that are remembered here are made again.
    for (const header_signature of new Set([source.start.signature, source.foundSignature]))
      imports
        .saveMapping({
          model_id: model.id,
          header_signature,
          columns: source.start.columns,
          ...(mapping ? { mapping } : { plan: plan.plan }),
          reading: readingToRemember(source),
          policy: policyRequest(policy),
        })
        .catch(() => {})
  }

  return {
    async dryRun(state: WizardState, sending: Sending): Promise<ImportJob> {
      const { request } = await prepare(state, sending)
      return imports.dryRun({ ...request, allow_duplicate: true })
    },
    /** Null where the app stopped it. */
    async start(state: WizardState, sending: Parameters<RunImport>[0]): Promise<ImportJob | null> {
      const { request, file } = await prepare(state, sending)
      const { checked, plan, policy, dryRun } = state
      const rows = checked ? validRowsOf(checked) : 0
      const intent: ImportIntent = {
        model,
        file,
        plan: plan.plan,
        policy: policyRequest(policy),
        rows,
        problems: (checked?.result.checked ?? rows) - rows,
      }
      if ((await onBeforeImport?.(intent)) === false) return null
      sending.signal.throwIfAborted()
      const foretold = dryRun && dryRun.settings === settingsKey(state) && dryRun.job.status === 'completed'
      const job = await imports.create({
        ...request,
        ...(foretold ? { dry_run_of: dryRun.job.id } : {}),
        ...(sending.allowDuplicate ? { allow_duplicate: true } : {}),
      })
      remember(state)
      return job
    },
  }
}
