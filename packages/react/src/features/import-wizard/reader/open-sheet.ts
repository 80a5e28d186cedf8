import { readWorkbook } from '@headwater/core/workbook'
import type { SheetStart } from './reader-types.ts'

/** Reads one sheet of a workbook as CSV. @throws ImportFileError */
export async function openSheet(request: { file: Blob; sheet?: string | undefined }): Promise<SheetStart> {
  const bytes = new Uint8Array(await request.file.arrayBuffer())
  const workbook = await readWorkbook(bytes, { sheet: request.sheet })
  return {
    sheets: workbook.sheets,
    sheet: workbook.sheet.name,
    csv: new Blob([workbook.toCsv()], { type: 'text/csv' }),
  }
}
