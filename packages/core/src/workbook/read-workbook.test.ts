import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { createRowReader, isImportFileError } from '../csv/index.ts'
import { detectReading } from '../detection/index.ts'
import { cellText } from './cell-text.ts'
import { listSheets, readWorkbook, type WorkbookOptions } from './index.ts'

const day = (iso: string) => new Date(`${iso}T00:00:00Z`)

const workbook = await writeXlsx({
  sheets: [
    { name: 'Codes', hidden: true, rows: [['code'], ['x']] },
    { name: 'Empty', rows: [[null, '']] },
    {
      name: 'Customers',
      merges: [{ startRow: 1, startCol: 0, endRow: 2, endCol: 0 }],
      rows: [
        ['Region', 'Zip', 'Joined', 'Seen', 'Amount', 'Active', 'Id', 'Note', null],
        [
          'North',
          '01234',
          day('2026-01-31'),
          new Date('2026-01-31T10:30:00Z'),
          0.1 + 0.2,
          true,
          '12345678901234567890',
          'a "b", c\nd',
          null,
        ],
        [null, '90210', null, null, 1_000_000_000_000, false, 'x', '=1+1', null],
        [null, null, null, null, null, null, null, null, null],
      ],
    },
  ],
})

async function failure(
  bytes: Uint8Array,
  options?: WorkbookOptions,
): Promise<{ code: string; message: string } | null> {
  try {
    await readWorkbook(bytes, options)
    return null
  } catch (error) {
    return isImportFileError(error)
      ? { code: error.code, message: error.message }
      : { code: 'other', message: String(error) }
  }
}

describe('a workbook', () => {
  test('lists its sheets, the hidden ones marked', async () => {
    expect(await listSheets(workbook)).toEqual([
      { name: 'Codes', hidden: true },
      { name: 'Empty', hidden: false },
      { name: 'Customers', hidden: false },
    ])
  })

  test('gives the first sheet with cells that isn’t hidden, as text', async () => {
    const { sheet } = await readWorkbook(workbook)
    expect(sheet).toEqual({
      name: 'Customers',
      hidden: false,
      rows: [
        ['Region', 'Zip', 'Joined', 'Seen', 'Amount', 'Active', 'Id', 'Note'],
        [
          'North',
          '01234',
          '2026-01-31',
          '2026-01-31T10:30:00',
          '0.3',
          'true',
          '12345678901234567890',
          'a "b", c\nd',
        ],
        ['North', '90210', '', '', '1000000000000', 'false', 'x', '=1+1'],
      ],
    })
  })

  test('gives a sheet by its name, a hidden one too', async () => {
    expect((await readWorkbook(workbook, { sheet: 'Codes' })).sheet.rows).toEqual([['code'], ['x']])
    expect((await failure(workbook, { sheet: 'Gone' }))?.message).toMatch(/Codes, Empty, Customers/)
  })

  test('becomes CSV whose rows are the sheet’s', async () => {
    const { sheet, toCsv } = await readWorkbook(workbook)
    const csv = new TextEncoder().encode(toCsv())
    const reader = createRowReader({ fileType: 'csv', reading: detectReading(csv).options })
    const rows = [...reader.push(csv), ...reader.end()]
    expect(rows.map(({ values }) => Object.values(values))).toEqual(sheet.rows.slice(1))
  })

  test('gives the values of formulas', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: 'A',
          rows: [['n'], [2]],
          cells: new Map([['1,0', { value: 4, type: 'formula' as const, formula: '2+2', formulaResult: 4 }]]),
        },
      ],
    })
    expect((await readWorkbook(bytes)).sheet.rows).toEqual([['n'], ['4']])
  })
})

describe('a file that is no readable workbook', () => {
  test.each<[string, Uint8Array, string]>([
    ['text', new TextEncoder().encode('a,b\n1,2\n'), 'FILE_NOT_TEXT'],
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'FILE_NOT_TEXT'],
    ['a cut workbook', workbook.subarray(0, workbook.length - 300), 'FILE_NOT_TEXT'],
    ['nothing', new Uint8Array(0), 'FILE_NOT_TEXT'],
  ])('(%s) is refused in words', async (_what, bytes, code) => {
    expect((await failure(bytes))?.code).toBe(code)
  })

  test('without a cell is empty', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: 'A', rows: [[null]] }] })
    expect((await failure(bytes))?.code).toBe('FILE_EMPTY')
  })

  test('that would unpack to too much is refused before it is unpacked', async () => {
    expect(await failure(workbook, { maxUnpackedBytes: 2000 })).toMatchObject({ code: 'FILE_TOO_LARGE' })
  })
})

test.each<[Parameters<typeof cellText>[0], string | undefined, string]>([
  [1234, '00000', '01234'],
  [1234, '0.00', '1234'],
  [1.1 + 2.2, undefined, '3.3'],
  [123456789012345680000, undefined, '123456789012345683968'],
  [new Date('1899-12-30T13:45:00Z'), undefined, '13:45:00'],
  [null, undefined, ''],
])('the cell %s with format %s is “%s”', (value, format, text) => {
  expect(cellText(value, format)).toBe(text)
})
