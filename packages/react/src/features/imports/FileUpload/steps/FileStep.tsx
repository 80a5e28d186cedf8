import type { DataModel } from '@headwater/core'
import { Download, FileUp } from 'lucide-react'
import { useDropzone } from 'react-dropzone'
import { useFormat } from '../../../../provider/index.ts'
import { Button, Callout } from '../../../../ui/index.ts'
import { saveFile } from '../../save-file.ts'
import { useImportsCopy } from '../../use-imports-copy.ts'

/** Why a file can't go on, for people. */
export interface FileFault {
  title: string
  message: string
}

/** Props of {@link FileStep}. */
export interface FileStepProps {
  model: DataModel | undefined
  maxBytes: number
  fault: FileFault | null
  /** The file that is being read. */
  reading: string | null
  onFiles(files: readonly File[]): void
}

async function saveTemplate(model: DataModel, name: string): Promise<void> {
  const { csvTemplate } = await import('@headwater/core/csv')
  saveFile([csvTemplate(model.fields)], name)
}

/** Takes a file: dropped, chosen or by keyboard. */
export function FileStep({ model, maxBytes, fault, reading, onFiles }: FileStepProps) {
  const copy = useImportsCopy()
  const format = useFormat()
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    onDrop: (files) => onFiles(files),
    noClick: true,
    noKeyboard: true,
    disabled: reading !== null,
  })
  return (
    <div className="hub-stack">
      {fault ? (
        <Callout tone="danger" title={fault.title}>
          <p>{fault.message}</p>
        </Callout>
      ) : null}
      <div
        {...getRootProps()}
        className="hub-drop"
        data-state={isDragActive ? 'active' : reading ? 'busy' : 'idle'}
      >
        <input {...getInputProps({ 'aria-hidden': true, tabIndex: -1 })} />
        <FileUp className="hub-icon" aria-hidden />
        <p className="hub-drop-title" aria-live="polite">
          {reading ? copy.readingFile(reading) : isDragActive ? copy.dropActive : copy.dropTitle}
        </p>
        <p className="hub-hint">{copy.fileLimits(format.bytes(maxBytes))}</p>
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
