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
export type { FailingRow, FixIssue, RowEdit } from './fixes/row-issue.ts'
export { useRowFixes, type UseRowFixesOptions } from './fixes/use-row-fixes.ts'
export { RowFixer, type RowFixerProps } from './RowFixer/RowFixer.tsx'
