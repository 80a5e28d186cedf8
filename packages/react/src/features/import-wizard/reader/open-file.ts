import { readHead } from '@headwater/core/csv'
import { detectFile } from '@headwater/core/detection'
import { headerSignature, inferTypes } from '@headwater/core/inference'
import { proposeForReview } from './propose-plan.ts'
import type { FileStart, OpenRequest } from './reader-types.ts'

/** Rows that the columns' types are told from, and rows that are shown. */
const TYPED_ROWS = 1000
const SHOWN_ROWS = 50

/** Tells how a file is read, reads its beginning, and finds the model's fields in it. @throws ImportFileError */
export async function openFile({ file, fileName, reading, fields }: OpenRequest): Promise<FileStart> {
  const detected = await detectFile(file, { fileName, reading })
  const kind = detected.file_type.value
  const fileType = kind === 'workbook' ? 'csv' : kind
  const nothing = {
    fileType,
    detected,
    columns: [],
    rows: [],
    types: [],
    proposal: { plan: {}, matches: {} },
    signature: '',
  }
  if (kind === 'workbook') return nothing
  const { columns, rows } = await readHead(file, { fileType, reading: detected.options, rows: TYPED_ROWS })
  const types = inferTypes({ columns, rows: rows.map(({ values }) => values) })
  const proposal = proposeForReview({ fields, columns, rows, types })
  return {
    fileType,
    detected,
    columns,
    rows: rows.slice(0, SHOWN_ROWS),
    types,
    proposal,
    signature: headerSignature(columns),
  }
}
