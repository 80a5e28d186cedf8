import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImportFileType } from '../contracts/index.ts'
import { createRowReader, ImportFileError, rowCheckpointSchema, type SourceRow } from './index.ts'

const encoder = new TextEncoder()

function readAll(
  text: string | Uint8Array,
  fileType: ImportFileType = 'csv',
  chunkBytes = 1 << 20,
): SourceRow[] {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text
  const reader = createRowReader({ fileType })
  const rows: SourceRow[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes)
    rows.push(...reader.push(bytes.subarray(at, at + chunkBytes)))
  return [...rows, ...reader.end()]
}

function codeOf(text: string | Uint8Array, fileType: ImportFileType = 'csv'): string {
  try {
    readAll(text, fileType)
  } catch (error) {
    if (error instanceof ImportFileError) return error.code
    throw error
  }
  return 'none'
}

function valuesOf(rows: SourceRow[]): unknown[] {
  return rows.map((row) => row.values)
}

describe('a CSV', () => {
  test('gives its rows as text keyed by column, numbered as a spreadsheet does', () => {
    expect(readAll('name,age\nAda,36\n\nAlan,41\n')).toEqual([
      { rowNumber: 2, values: { name: 'Ada', age: '36' }, issue: null },
      { rowNumber: 4, values: { name: 'Alan', age: '41' }, issue: null },
    ])
  })

  test.each([
    ['a byte order mark', '\uFEFFname,age\nAda,36\n'],
    ['Windows line ends', 'name,age\r\nAda,36\r\n'],
    ['old Mac line ends', 'name,age\rAda,36\r'],
    ['no line end at the end', 'name,age\nAda,36'],
    ['semicolons', 'name;age\nAda;36\n'],
    ['tabs', 'name\tage\nAda\t36\n'],
    ['rows of blank cells', 'name,age\nAda,36\n,\n,\n'],
    ['quoted cells and Windows line ends', '"name","age"\r\n"Ada","36"\r\n'],
  ])('with %s reads the same', (_name, text) => {
    expect(valuesOf(readAll(text))).toEqual([{ name: 'Ada', age: '36' }])
  })

  test('keeps line ends, delimiters and doubled marks inside quotes', () => {
    expect(valuesOf(readAll('a,b\n"x\ny","say ""hi"", then"\n'))).toEqual([
      { a: 'x\ny', b: 'say "hi", then' },
    ])
  })

  test('names blank and repeated headers', () => {
    expect(valuesOf(readAll('Email,,Email\n1,2,3\n'))).toEqual([
      { Email: '1', 'Column 2': '2', 'Email (2)': '3' },
    ])
  })

  test('explains a row with too few or too many cells and reads on', () => {
    expect(readAll('a,b\n1\n1,2,3\n1,2,\n4,5\n').map((row) => row.issue?.code ?? null)).toEqual([
      'TOO_FEW_CELLS',
      'TOO_MANY_CELLS',
      null,
      null,
    ])
  })

  test('rejects a cell of a megabyte by its row and reads on', () => {
    const rows = readAll(`a,b\n"${'x'.repeat(1_000_000)}",2\n3,4\n`, 'csv', 65_536)
    expect(rows.map((row) => row.issue?.code ?? null)).toEqual(['TOO_LONG', null])
  })

  test.each([
    ['FILE_EMPTY', ''],
    ['FILE_EMPTY', ' \n\n'],
    ['HEADER_ONLY', 'name,age\n'],
    ['UNCLOSED_QUOTE', 'name,age\n"Ada,36\nAlan,41\n'],
    ['UNCLOSED_QUOTE', 'name,age\n"Ada,36\n"Alan",41\n'],
    ['FILE_NOT_TEXT', 'name,age\nA\0da,36\n'],
    ['FILE_NOT_TEXT', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['FILE_ENCODING', new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x0a, 0x00])],
    ['FILE_ENCODING', new Uint8Array([0x61, 0x0a, 0xe9, 0x0a])],
    ['TOO_MANY_COLUMNS', `${Array.from({ length: 501 }, (_, index) => `c${index}`).join(',')}\n1\n`],
  ])('that cannot be read as a whole ends with %s', (code, text) => {
    expect(codeOf(text)).toBe(code)
  })

  test('takes 500 columns', () => {
    const header = Array.from({ length: 500 }, (_, index) => `c${index}`).join(',')
    expect(readAll(`${header}\n${'1,'.repeat(499)}1\n`)).toHaveLength(1)
  })

  test('names the row where a quotation mark opens', () => {
    expect(() => readAll('a,b\n1,2\n"3,4\n5,6\n')).toThrow(/Row 3 /)
  })
})

describe('a JSON array', () => {
  test('gives its items as rows', () => {
    expect(readAll('[{"a":1},\n {"a":"x","b":[true]}]', 'json')).toEqual([
      { rowNumber: 1, values: { a: 1 }, issue: null },
      { rowNumber: 2, values: { a: 'x', b: [true] }, issue: null },
    ])
  })

  test.each([
    ['JSON_NOT_AN_ARRAY', '{"a":1}'],
    ['JSON_INVALID', '[{"a":1},{"a":'],
    ['JSON_INVALID', '[{"a":1}'],
    ['JSON_INVALID', '[{"a":1} {"a":2}]'],
    ['JSON_INVALID', 'name,age'],
    ['JSON_TOO_DEEP', `[${'{"a":'.repeat(40)}1${'}'.repeat(40)}]`],
    ['FILE_EMPTY', ''],
    ['FILE_EMPTY', '[]'],
  ])('that cannot be read as a whole ends with %s', (code, text) => {
    expect(codeOf(text, 'json')).toBe(code)
  })

  test('rejects an item with a __proto__ key and changes no prototype', () => {
    const rows = readAll('[{"__proto__":{"admin":true}},{"a":{"constructor":1}},7,{"a":1}]', 'json')
    expect(rows.map((row) => row.issue?.code ?? null)).toEqual([
      'UNSAFE_KEY',
      'UNSAFE_KEY',
      'NOT_AN_OBJECT',
      null,
    ])
    expect('admin' in {}).toBe(false)
  })
})

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r\n', ' ', '1'),
  maxLength: 6,
})
const table = fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 1, maxLength: 12 })

function csvOf(rows: readonly string[][]): string {
  return [
    'h1,h2,h3',
    ...rows.map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')),
  ].join('\n')
}

function itemsOf(rows: readonly string[][]): string {
  return JSON.stringify(rows.map(([a, b]) => ({ a, b: { c: b } })))
}

describe.each([
  ['csv', csvOf],
  ['json', itemsOf],
] as const)('any %s', (fileType, textOf) => {
  test('reads the same whatever the chunks', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, chunkBytes) => {
        const text = textOf(rows)
        expect(readAll(text, fileType, chunkBytes)).toEqual(readAll(text, fileType))
      }),
    )
  })

  test('continues from any checkpoint with exactly the rows that remain', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, chunkBytes) => {
        const bytes = encoder.encode(textOf(rows))
        const whole = readAll(bytes, fileType)
        const reader = createRowReader({ fileType })
        let read = 0
        for (let at = 0; at < bytes.length; at += chunkBytes) {
          read += reader.push(bytes.subarray(at, at + chunkBytes)).length
          const checkpoint = rowCheckpointSchema.parse(JSON.parse(JSON.stringify(reader.checkpoint())))
          const next = createRowReader({ fileType, checkpoint })
          const rest = [...next.push(bytes.subarray(checkpoint.byte)), ...next.end()]
          expect(rest).toEqual(whole.slice(read))
        }
      }),
    )
  }, 60_000)
})
