import { writeXlsx } from 'hucre/xlsx'
import type { CorpusCase } from '../corpus-case.ts'

const header = ['Zip', 'Name', 'Joined', 'Amount', 'Id']

export const workbookCases: CorpusCase[] = [
  {
    name: 'customers.xlsx',
    content: () =>
      writeXlsx({
        sheets: [
          {
            name: 'Customers',
            rows: [
              header,
              ['01234', 'Zoë', new Date('2026-01-31T00:00:00Z'), 12.5, '12345678901234567890'],
              ['90210', 'Alan', new Date('2026-02-01T00:00:00Z'), 7, '12345678901234567891'],
            ],
          },
        ],
      }),
    expected: {
      file_type: 'xlsx',
      columns: header,
      types: ['text', 'text', 'date', 'number', 'text'],
      rows: 2,
      cells: [
        [0, 'Zip', '01234'],
        [0, 'Joined', '2026-01-31'],
        [0, 'Amount', '12.5'],
        [1, 'Id', '12345678901234567891'],
      ],
    },
  },
  {
    name: 'hidden-sheet-first.xlsx',
    content: () =>
      writeXlsx({
        sheets: [
          { name: 'Lookup', hidden: true, rows: [['code'], ['a']] },
          {
            name: 'Data',
            rows: [
              ['email', 'plan'],
              ['ada@example.com', 'team'],
              ['alan@example.com', 'free'],
              ['grace@example.com', 'free'],
            ],
          },
        ],
      }),
    expected: { file_type: 'xlsx', columns: ['email', 'plan'], types: ['email', 'text'], rows: 3 },
  },
  {
    name: 'merged-header.xlsx',
    content: () =>
      writeXlsx({
        sheets: [
          {
            name: 'Orders',
            merges: [
              { startRow: 0, startCol: 0, endRow: 0, endCol: 1 },
              { startRow: 0, startCol: 2, endRow: 0, endCol: 3 },
            ],
            rows: [
              ['Customer', null, 'Order', null],
              ['First', 'Last', 'Date', 'Amount'],
              ['Ada', 'Lovelace', new Date('2026-01-31T00:00:00Z'), 12.5],
              ['Alan', 'Turing', new Date('2026-02-01T00:00:00Z'), 7.25],
            ],
          },
        ],
      }),
    expected: {
      file_type: 'xlsx',
      header_rows: 2,
      columns: ['Customer First', 'Customer Last', 'Order Date', 'Order Amount'],
      types: ['text', 'text', 'date', 'number'],
      rows: 2,
      cells: [[0, 'Order Date', '2026-01-31']],
    },
  },
  {
    name: 'title-and-total.xlsx',
    content: () =>
      writeXlsx({
        sheets: [
          {
            name: 'Report',
            rows: [
              ['Sales 2026', null, null],
              [null, null, null],
              ['Region', 'Units', 'Revenue'],
              ['North', 12, 1200.5],
              ['South', 7, 700],
              ['Total', 19, 1900.5],
            ],
          },
        ],
      }),
    expected: {
      file_type: 'xlsx',
      skip_rows: 2,
      footer_rows: 1,
      columns: ['Region', 'Units', 'Revenue'],
      types: ['text', 'number', 'number'],
      rows: 2,
    },
  },
]
