import type { DataModel, Hub, ImportPlan, ReadingOptions, SavedImportMapping } from '@headwater/core'
import type { PlanProposal } from '../reader/reader-types.ts'
import type { RememberedSettings, WizardSource } from './wizard-state.ts'

/** A saved mapping as the wizard keeps plans; null where the file lacks one of its columns. */
function planOf(saved: SavedImportMapping, { start }: WizardSource): PlanProposal | null {
  const columns = new Set(start.columns)
  const plan: ImportPlan = saved.plan ?? {}
  if (saved.plan === null)
    for (const [field, column] of Object.entries(saved.mapping ?? {}))
      plan[field] = { columns: [column], steps: [] }
  // A header is known by its words: columns may be spelt differently this time.
  const fits = Object.values(plan).every(({ columns: own }) => own.every((column) => columns.has(column)))
  return fits ? { plan, matches: {} } : null
}

/** How a file was read that settings are remembered of: what was chosen, and of a workbook its sheet. */
export function readingToRemember({ chosen, workbook }: WizardSource): ReadingOptions {
  return workbook ? { sheet: workbook.sheet } : chosen
}

/**
 * Finds the settings that were saved for a file's header, and reads the file as they say: a chosen encoding or header row belongs to them as the columns do.
 * Null where there are none, where they don't fit, or where they can't be read: an import goes on without.
 */
export async function findRemembered(options: {
  imports: Hub['imports']
  model: DataModel
  source: WizardSource
  /** Reads the file again, with other choices or another sheet. */
  readAgain: (chosen: ReadingOptions) => Promise<WizardSource>
}): Promise<RememberedSettings | null> {
  const { imports, model, source, readAgain } = options
  if (source.start.signature === '') return null
  const { data: saved } = await imports
    .savedMapping({ modelId: model.id, headerSignature: source.start.signature })
    .catch(() => ({ data: null }))
  if (saved === null) return null
  const { sheet, ...chosen } = saved.reading ?? {}
  const asSaved = source.workbook ? (sheet === undefined ? {} : { sheet }) : chosen
  const untouched = source.workbook
    ? source.workbook.sheet !== sheet
    : Object.keys(source.chosen).length === 0
  const again = untouched && Object.keys(asSaved).length > 0
  const read = again ? await readAgain(asSaved).catch(() => source) : source
  const plan = planOf(saved, read)
  return plan && { saved, source: read, plan }
}
