import type { DataModel, ReadingOptions } from '@headwater/core'
import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react'
import { useFormat, useHub } from '../../../provider/index.ts'
import { useImportsCopy } from '../../imports/index.ts'
import { createImportReader, type ImportReader } from '../reader/create-import-reader.ts'
import type { FileTrouble } from '../steps/ImportFileStep.tsx'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'
import { canBeImported, fileTroubleOf } from './file-trouble.ts'
import { findRemembered } from './remembered-settings.ts'
import { firstState, type WizardSource, type WizardState } from './wizard-state.ts'

/** The reader of one wizard, which ends with it. */
export function useImportReader(): () => ImportReader {
  const reader = useRef<ImportReader | null>(null)
  useEffect(
    () => () => {
      reader.current?.close()
      reader.current = null
    },
    [],
  )
  return () => (reader.current ??= createImportReader())
}

/** What is known of a file before it is read. */
type Unread = Omit<WizardSource, 'start' | 'foundSignature'> & { foundSignature: string | null }

/** Opens files, sheets and other readings of them; the last one that was asked for counts. */
export function useWizardSource(options: {
  model: DataModel
  reader: () => ImportReader
  state: WizardState
  setState: Dispatch<SetStateAction<WizardState>>
}) {
  const { model, reader, state, setState } = options
  const hub = useHub()
  const copy = useImportWizardCopy()
  const words = useImportsCopy()
  const format = useFormat()
  const [busy, setBusy] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<FileTrouble | null>(null)
  const controller = useRef<AbortController | null>(null)
  useEffect(() => () => controller.current?.abort(), [])

  async function open(own: AbortController, of: Unread): Promise<WizardSource> {
    const start = await reader().open(
      { file: of.file, fileName: of.fileName, reading: of.chosen, fields: model.fields },
      own.signal,
    )
    if (start.detected.file_type.value === 'workbook') return openSheet(own, of, undefined)
    return { ...of, start, foundSignature: of.foundSignature ?? start.signature }
  }

  async function openSheet(
    own: AbortController,
    of: Unread,
    sheet: string | undefined,
  ): Promise<WizardSource> {
    const opened = await reader().openSheet({ file: of.original, sheet }, own.signal)
    const fileName = `${of.original.name.replace(/\.\w+$/, '')}.csv`
    return open(own, {
      ...of,
      file: opened.csv,
      fileName,
      workbook: { sheets: opened.sheets, sheet: opened.sheet },
      chosen: { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' },
    })
  }

  async function run(
    label: string,
    work: (own: AbortController) => Promise<WizardSource>,
    fresh: boolean,
  ): Promise<void> {
    controller.current?.abort()
    const own = new AbortController()
    controller.current = own
    setBusy(label)
    setTrouble(null)
    try {
      const source = await work(own)
      const remembered = await findRemembered({
        imports: hub.imports,
        model,
        source,
        readAgain: ({ sheet, ...chosen }) =>
          sheet === undefined ? open(own, { ...source, chosen }) : openSheet(own, source, sheet),
      })
      if (own.signal.aborted) return
      setState((before) => ({
        ...(fresh ? { ...firstState, step: 'reading' as const } : before),
        source,
        remembered,
        plan: source.start.proposal,
        checked: null,
        dryRun: null,
      }))
      setBusy(null)
    } catch (error) {
      if (own.signal.aborted) return
      setBusy(null)
      setTrouble(fileTroubleOf(error, copy, words))
    }
  }

  return {
    busy,
    trouble,
    /** Takes dropped files. */
    take(files: readonly File[]): void {
      const [file] = files
      if (!file) return
      if (files.length > 1) return setTrouble({ title: copy.wrongTypeTitle, message: copy.oneFile })
      if (!canBeImported(file.name))
        return setTrouble({ title: copy.wrongTypeTitle, message: copy.wizardWrongType(file.name) })
      if (file.size > hub.maxImportBytes) {
        const message = copy.tooLarge(file.name, format.bytes(file.size), format.bytes(hub.maxImportBytes))
        return setTrouble({ title: copy.tooLargeTitle, message })
      }
      const unread = {
        original: file,
        file,
        fileName: file.name,
        workbook: null,
        chosen: {},
        foundSignature: null,
      }
      void run(file.name, (own) => open(own, unread), true)
    },
    chooseSheet(sheet: string): void {
      const { source } = state
      if (source) void run(source.fileName, (own) => openSheet(own, source, sheet), false)
    },
    chooseReading(chosen: ReadingOptions): void {
      const { source } = state
      if (source) void run(source.fileName, (own) => open(own, { ...source, chosen }), false)
    },
    clearTrouble: () => setTrouble(null),
  }
}
