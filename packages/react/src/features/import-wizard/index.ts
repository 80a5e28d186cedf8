export { importWizardCopy, type ImportWizardCopy } from './copy.ts'
export {
  createRowFixes,
  type CellChange,
  type FixColumn,
  type FixCounts,
  type ReasonCount,
  type RowCheck,
  type RowFixes,
  type RowFixesOptions,
} from './fixes/create-row-fixes.ts'
export type { HostIssue, HostRow, OnRowValidate } from './fixes/host-validation.ts'
export type { FailingRow, FixIssue, RowEdit } from './fixes/row-issue.ts'
export { useRowFixes, type UseRowFixesOptions } from './fixes/use-row-fixes.ts'
export { ImportHistory, type ImportHistoryProps } from './ImportHistory/ImportHistory.tsx'
export { ImportNotices, type ImportNoticesProps } from './ImportNotices/ImportNotices.tsx'
export { ImportWizard, type ImportWizardProps } from './ImportWizard/ImportWizard.tsx'
export type { ImportIntent, OnBeforeImport } from './ImportWizard/use-wizard-run.ts'
export type { CheckedFile } from './reader/check-file.ts'
export { createImportReader, type ImportReader } from './reader/create-import-reader.ts'
export type {
  CheckHooks,
  CheckProgress,
  CheckRequest,
  CheckResult,
  FieldMatch,
  FileMark,
  FileStart,
  OpenRequest,
  PlanProposal,
  PreviewRow,
  RewriteRequest,
  RewrittenFile,
  SheetStart,
  ValidRow,
} from './reader/reader-types.ts'
export { RowFixer, type RowFixerProps } from './RowFixer/RowFixer.tsx'
export { ImportColumnsStep, type ImportColumnsStepProps } from './steps/ImportColumnsStep.tsx'
export { ImportFileStep, type FileTrouble, type ImportFileStepProps } from './steps/ImportFileStep.tsx'
export { ImportFixStep, type ImportFixStepProps } from './steps/ImportFixStep.tsx'
export { ImportPolicyStep, type DryRunState, type ImportPolicyStepProps } from './steps/ImportPolicyStep.tsx'
export { ImportReadingStep, type ImportReadingStepProps } from './steps/ImportReadingStep.tsx'
export { ImportResult, type ImportResultProps } from './steps/ImportResult.tsx'
export { ImportRunStep, type ImportRunStepProps, type RunImport } from './steps/ImportRunStep.tsx'
