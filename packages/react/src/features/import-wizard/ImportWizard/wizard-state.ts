import type { ImportJob, ImportPolicy, ReadingOptions, SavedImportMapping } from '@headwater/core'
import type { CheckedFile } from '../reader/check-file.ts'
import type { FileStart, PlanProposal, SheetStart } from '../reader/reader-types.ts'

/** The steps of the wizard, in their order. */
export const wizardSteps = ['file', 'reading', 'columns', 'fix', 'policy', 'import'] as const

/** The name of a step. */
export type WizardStepName = (typeof wizardSteps)[number]

/** A file that is being imported. */
export interface WizardSource {
  /** As it was dropped. */
  original: File
  /** What is read: the file, or a workbook's sheet as CSV. */
  file: Blob
  fileName: string
  workbook: Pick<SheetStart, 'sheets' | 'sheet'> | null
  start: FileStart
  /** What a person chose over what was found. */
  chosen: ReadingOptions
  /** Names the header as it was read before anything was chosen: the next file of its kind is first read so, too. */
  foundSignature: string
}

/** Settings that were saved for this kind of file, and the file read as they say. */
export interface RememberedSettings {
  saved: SavedImportMapping
  source: WizardSource
  plan: PlanProposal
}

/** A dry run, and the settings that it was of. */
export interface WizardDryRun {
  job: ImportJob
  settings: string
}

/** All that the wizard knows. Each step reads and writes its part; going back loses nothing. */
export interface WizardState {
  step: WizardStepName
  source: WizardSource | null
  /** Null where nothing was saved that fits, or where it was declined. */
  remembered: RememberedSettings | null
  plan: PlanProposal
  checked: CheckedFile | null
  policy: ImportPolicy
  dryRun: WizardDryRun | null
}

/** Where the wizard begins. */
export const firstState: WizardState = {
  step: 'file',
  source: null,
  remembered: null,
  plan: { plan: {}, matches: {} },
  checked: null,
  policy: { mode: 'insert', duplicates_in_file: 'last' },
  dryRun: null,
}

/** How the file is read: what was found, around what was chosen. */
export function readingOf({ start }: WizardSource): ReadingOptions {
  return start.detected.options
}

/** The policy as a request takes it: what the mode doesn't use is left out. */
export function policyRequest(policy: ImportPolicy): ImportPolicy {
  const { mode = 'insert' } = policy
  if (mode === 'insert') return { mode }
  const { key_fields = [], duplicates_in_file = 'last', field_policies = {}, newest_by } = policy
  const updates = mode === 'upsert' || mode === 'update'
  const usesNewest = updates && Object.values(field_policies).includes('newest')
  return {
    mode,
    key_fields,
    duplicates_in_file,
    ...(updates && Object.keys(field_policies).length > 0 ? { field_policies } : {}),
    ...(usesNewest && newest_by !== undefined ? { newest_by } : {}),
  }
}

/** Changes with whatever a dry run depends on. */
export function settingsKey({ source, plan, checked, policy }: WizardState): string {
  return JSON.stringify([
    source && readingOf(source),
    source?.workbook?.sheet,
    plan.plan,
    checked?.fixes.version(),
    policyRequest(policy),
  ])
}
