export {
  listSheets,
  readWorkbook,
  type SheetInfo,
  type Workbook,
  type WorkbookOptions,
  type WorkbookSheet,
} from './read-workbook.ts'
