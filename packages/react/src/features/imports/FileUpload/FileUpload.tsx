import { type DataModel, type ImportJob, type ImportMapping, type OnInvalid } from '@headwater/core'
import { lazy, Suspense, useCallback, useState, type ComponentProps } from 'react'
import { useCommonCopy, useFormat, useHub } from '../../../provider/index.ts'
import { Button, classNames, Steps } from '../../../ui/index.ts'
import { useImportsCopy } from '../use-imports-copy.ts'
import type { ChosenFile, Flow, StepName } from './flow.ts'
import { readChosen } from './read-chosen.ts'
import { FileStep, type FileFault } from './steps/FileStep.tsx'

// What comes after a file was dropped is loaded then.
const FlowSteps = lazy(() => import('./FlowSteps.tsx'))

/** What became of dropped files. */
export interface FilesChange {
  files: readonly File[]
  /** Files that can't be imported, with the reason for people. */
  rejected: readonly { file: File; message: string }[]
}

/** Props of {@link FileUpload}. */
export interface FileUploadProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** The model to import into. @default one is proposed from the file */
  model?: DataModel | undefined
  /** A file was dropped, or refused. */
  onFilesChange?: ((change: FilesChange) => void) | undefined
  /** A proposed model was saved. */
  onModelCreated?: ((model: DataModel) => void) | undefined
  onImportStarted?: ((job: ImportJob) => void) | undefined
  /** Shows the way to the model's records once they are imported. */
  onOpenRecords?: ((model: DataModel) => void) | undefined
}

const namesWithModel: readonly StepName[] = ['file', 'columns', 'check', 'import']
const namesWithoutModel: readonly StepName[] = ['file', 'model', 'columns', 'check', 'import']

/**
 * Imports a file: reads it in the browser, matches its columns, checks every row, then sends it and follows the import. Nothing is sent
 * before the last step.
 *
 * @example
 * <FileUpload model={model} onImportStarted={(job) => console.log(job.id)} />
 */
export function FileUpload(props: FileUploadProps) {
  const { model, onFilesChange, onModelCreated, onImportStarted, onOpenRecords, className, ...rest } = props
  const hub = useHub()
  const copy = useImportsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const [flow, setFlow] = useState<Flow>({ step: 'file' })
  const [fault, setFault] = useState<FileFault | null>(null)
  const [reading, setReading] = useState<string | null>(null)

  async function take(files: readonly File[]): Promise<void> {
    const [file] = files
    if (!file) return
    setFault(null)
    if (files.length > 1) return setFault({ title: copy.rejectionTitles.FILE_TYPE, message: copy.oneFile })
    setReading(file.name)
    const outcome = await readChosen({ file, model, maxBytes: hub.maxImportBytes, copy, format })
    setReading(null)
    if (outcome.ok) {
      onFilesChange?.({ files, rejected: [] })
      setFlow(outcome.flow)
    } else {
      onFilesChange?.({ files: [], rejected: [{ file, message: outcome.fault.message }] })
      setFault(outcome.fault)
    }
  }

  const start = useCallback(
    async (
      job: { chosen: ChosenFile; model: DataModel; mapping: ImportMapping; onInvalid: OnInvalid },
      options: { signal: AbortSignal; allowDuplicate: boolean; onProgress(loadedBytes: number): void },
    ) => {
      const stored = await hub.imports.upload(job.chosen.file, {
        signal: options.signal,
        onProgress: ({ loadedBytes }) => options.onProgress(loadedBytes),
      })
      options.onProgress(job.chosen.file.size)
      return hub.imports.create({
        model_id: job.model.id,
        file_url: stored.fileUrl,
        file_type: stored.fileType,
        mapping: job.mapping,
        on_invalid: job.onInvalid,
        ...(options.allowDuplicate ? { allow_duplicate: true } : {}),
      })
    },
    [hub],
  )

  const steps = model ? namesWithModel : namesWithoutModel
  return (
    <section {...rest} className={classNames('hub-stack hub-upload', className)} data-step={flow.step}>
      <Steps
        label={copy.stepsLabel}
        steps={steps}
        current={flow.step}
        names={copy.stepNames}
        doneLabel={copy.stepDone}
      />
      {flow.step === 'file' ? (
        <FileStep
          model={model}
          maxBytes={hub.maxImportBytes}
          fault={fault}
          reading={reading}
          onFiles={(files) => void take(files)}
        />
      ) : (
        <>
          <div className="hub-row hub-file">
            <strong className="hub-truncate" title={flow.chosen.file.name}>
              {flow.chosen.file.name}
            </strong>
            <span className="hub-hint">
              {copy.fileFacts(
                format.bytes(flow.chosen.file.size),
                format.number(flow.chosen.head.columns.length),
              )}
            </span>
            {flow.step === 'import' ? null : (
              <Button variant="ghost" onClick={() => setFlow({ step: 'file' })}>
                {copy.changeFile}
              </Button>
            )}
          </div>
          <Suspense fallback={<p className="hub-muted">{common.loading}</p>}>
            <FlowSteps
              flow={flow}
              start={start}
              onFlow={setFlow}
              onModelCreated={onModelCreated}
              onImportStarted={onImportStarted}
              onOpenRecords={onOpenRecords}
            />
          </Suspense>
        </>
      )}
    </section>
  )
}
