import type { DataModel, ImportJob } from '@headwater/core'
import type { OnRowValidate } from '../fixes/host-validation.ts'
import type { OnBeforeImport } from './use-wizard-run.ts'

/** Where the app around the wizard takes part. */
export interface WizardHooks {
  /** Hears of an import before it starts, and may stop it. */
  onBeforeImport?: OnBeforeImport | undefined
  /** The app's own check of valid rows: gets batches of up to 200, gives those that it refuses. */
  onRowValidate?: OnRowValidate | undefined
  /** How long a batch may take, in milliseconds; its rows then go on with Headwater's check alone. @default 10_000 */
  rowValidateTimeoutMs?: number | undefined
  onStarted?: ((job: ImportJob) => void) | undefined
  /** An import has ended, whatever came of it. */
  onComplete?: ((job: ImportJob) => void) | undefined
  /** Shows the way to the model's records once they are imported. */
  onOpenRecords?: ((model: DataModel) => void) | undefined
}
