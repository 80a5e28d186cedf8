import type { DataModel } from '@headwater/core'
import { Download, FileUp } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useDropzone } from 'react-dropzone'
import { useFormat } from '../../../provider/index.ts'
import { Button, Callout, classNames } from '../../../ui/index.ts'
import { saveFile } from '../../imports/index.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

/** Why a file can't go on, for people. */
export interface FileTrouble {
  title: string
  message: string
}

/** Props of {@link ImportFileStep}. */
export interface ImportFileStepProps extends Omit<ComponentProps<'div'>, 'children'> {
  /** Offers a template of its fields. */
  model?: DataModel | undefined
  /** In bytes. */
  maxBytes: number
  trouble?: FileTrouble | null | undefined
  /** The name of the file that is being read. */
  reading?: string | null | undefined
  onFiles(files: readonly File[]): void
}

async function saveTemplate(model: DataModel, name: string): Promise<void> {
  const { csvTemplate } = await import('@headwater/core/csv')
  saveFile([csvTemplate(model.fields)], name)
}

/** Takes a file: dropped, chosen or by keyboard. */
export function ImportFileStep(props: ImportFileStepProps) {
  const { model, maxBytes, trouble = null, reading = null, onFiles, className, ...rest } = props
  const copy = useImportWizardCopy()
  const format = useFormat()
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    onDrop: (files) => onFiles(files),
    noClick: true,
    noKeyboard: true,
    disabled: reading !== null,
  })
  return (
    <div {...rest} className={classNames('hub-stack hub-wizard-part', className)}>
      {trouble ? (
        <Callout tone="danger" title={trouble.title}>
          <p>{trouble.message}</p>
        </Callout>
      ) : null}
      <div
        {...getRootProps()}
        className="hub-drop"
        data-state={isDragActive ? 'active' : reading === null ? 'idle' : 'busy'}
      >
        <input {...getInputProps({ 'aria-hidden': true, tabIndex: -1 })} />
        <FileUp className="hub-icon" aria-hidden />
        <p className="hub-drop-title" aria-live="polite">
          {reading === null
            ? isDragActive
              ? copy.dropActive
              : copy.wizardDropTitle
            : copy.readingFile(reading)}
        </p>
        <p className="hub-hint">{copy.wizardFileLimits(format.bytes(maxBytes))}</p>
        <div className="hub-row hub-drop-actions">
          <Button variant="primary" busy={reading !== null} onClick={open}>
            {copy.chooseFile}
          </Button>
          {model ? (
            <Button
              icon={<Download className="hub-icon" aria-hidden />}
              onClick={() => void saveTemplate(model, copy.templateFileName(model.name))}
            >
              {copy.template}
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  )
}
