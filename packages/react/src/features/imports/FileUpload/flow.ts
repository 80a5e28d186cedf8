import type { CreateDataModel, DataModel, ImportFileType, ImportMapping, OnInvalid } from '@headwater/core'
import type { FileCheck, FileHead } from '../import-engine.ts'

/** A file that was dropped, and its first rows. */
export interface ChosenFile {
  file: File
  fileType: ImportFileType
  head: FileHead
}

/** Where an import stands before it is a job. Each step has what it needs, and back keeps it. */
export type Flow =
  | { step: 'file' }
  | { step: 'model'; chosen: ChosenFile; proposal: CreateDataModel; columns: ImportMapping }
  | { step: 'columns'; chosen: ChosenFile; model: DataModel; mapping: ImportMapping | null }
  | { step: 'check'; chosen: ChosenFile; model: DataModel; mapping: ImportMapping }
  | {
      step: 'import'
      chosen: ChosenFile
      model: DataModel
      mapping: ImportMapping
      check: FileCheck
      onInvalid: OnInvalid
    }

/** The name of a step. */
export type StepName = Flow['step']
