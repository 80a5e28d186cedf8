import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { encodeText } from '../../corpus/encode-text.ts'
import type { ImportFileType, ReadingOptions } from '../contracts/index.ts'
import { scanRecords } from './scan-records.ts'
import { createRowReader, isImportFileError, rowCheckpointSchema, type SourceRow } from './index.ts'

interface Sample {
  fileType: ImportFileType
  reading: ReadingOptions
  bytes: Uint8Array
}

function readAll({ fileType, reading, bytes }: Sample, chunkBytes = 1 << 20): SourceRow[] {
  const reader = createRowReader({ fileType, reading })
  const rows: SourceRow[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes)
    rows.push(...reader.push(bytes.subarray(at, at + chunkBytes)))
  return [...rows, ...reader.end()]
}

const encodings = [
  ['utf-8', 'utf-8'],
  ['utf-8', 'utf-8-bom'],
  ['utf-16le', 'utf-16le'],
  ['utf-16le', 'utf-16le-bom'],
  ['utf-16be', 'utf-16be-bom'],
  ['windows-1252', 'windows-1252'],
  ['macintosh', 'macintosh'],
] as const

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', 'ü', '’', '"', ';', ',', '\n', '\r\n', '\\', ' ', '1'),
  maxLength: 6,
})
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

/** A file of any encoding and dialect, with lines before and rows after its table. */
const sample: fc.Arbitrary<Sample> = fc
  .record({
    rows: fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
    encoding: fc.constantFrom(...encodings),
    delimiter: fc.constantFrom(';', '\t', '|', ','),
    escape: fc.constantFrom('"', '\\'),
    end: lineEnd,
    skip: fc.integer({ min: 0, max: 3 }),
    headers: fc.integer({ min: 0, max: 3 }),
    footers: fc.integer({ min: 0, max: 3 }),
    trailing: fc.boolean(),
    closed: fc.boolean(),
    second: fc.boolean(),
  })
  .map(
    ({
      rows,
      encoding: [encoding, write],
      delimiter,
      escape,
      end,
      skip,
      headers,
      footers,
      trailing,
      closed,
      second,
    }) => {
      const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
      const quoted = (text: string) => {
        if (escape === '"') return `"${text.replaceAll('"', '""')}"`
        // Without quotes too, a backslash keeps a delimiter from ending the cell.
        return /["\r\n ]/.test(text)
          ? `"${escaped(text)}"`
          : escaped(text).replaceAll(delimiter, `\\${delimiter}`)
      }
      const line = (cells: readonly string[]) =>
        cells.map(quoted).join(delimiter) + (trailing ? delimiter : '')
      const lines = [
        ...Array.from({ length: skip }, (_, index) => `Title "${index}`),
        ...Array.from({ length: headers }, (_, index) => line([`a${index}`, `b${index}`, `c${index}`])),
        ...rows.map((cells) => line([...cells, 'end'])),
        ...Array.from({ length: footers }, (_, index) => line(['Total', String(index), 'x'])),
        ...(second ? ['', line(['another', 'table']), line(['1', '2'])] : []),
      ]
      return {
        fileType: 'csv' as const,
        reading: {
          encoding,
          delimiter,
          quote: '"',
          escape,
          skip_rows: skip,
          header_rows: headers,
          footer_rows: footers,
          trailing_delimiter: trailing,
          blank_rows: second ? ('stop' as const) : ('skip' as const),
        },
        bytes: encodeText(lines.join(end) + (closed ? end : ''), write),
      }
    },
  )

const json: fc.Arbitrary<Sample> = fc
  .record({
    rows: fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
    kind: fc.constantFrom('json', 'wrapped', 'ndjson'),
    wide: fc.boolean(),
  })
  .map(({ rows, kind, wide }) => {
    const items = rows.map(([a, b]) => ({ a, b: { c: b }, 'data.rows': [b] }))
    const text =
      kind === 'json'
        ? JSON.stringify(items)
        : kind === 'ndjson'
          ? items.map((item) => JSON.stringify(item)).join('\n')
          : JSON.stringify({
              x: { rows: 1 },
              rows: 'no',
              data: { note: '"rows":[', rows: items, more: [1] },
              end: [{}],
            })
    return {
      fileType: kind === 'ndjson' ? ('ndjson' as const) : ('json' as const),
      reading: {
        encoding: wide ? ('utf-16le' as const) : ('utf-8' as const),
        ...(kind === 'wrapped' && { json_path: 'data.rows' }),
      },
      bytes: encodeText(text, wide ? 'utf-16le-bom' : 'utf-8'),
    }
  })

describe.each([
  ['CSV, however it is written,', sample],
  ['JSON, in whatever form,', json],
] as const)('any %s', (_name, files) => {
  test('reads the same whatever the chunks', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 9 }), (file, chunkBytes) => {
        expect(readAll(file, chunkBytes)).toEqual(readAll(file))
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  test('continues from any checkpoint with exactly the rows that remain', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 9 }), (file, chunkBytes) => {
        const whole = readAll(file)
        const { fileType, reading, bytes } = file
        const reader = createRowReader({ fileType, reading })
        let read = 0
        for (let at = 0; at < bytes.length; at += chunkBytes) {
          read += reader.push(bytes.subarray(at, at + chunkBytes)).length
          const checkpoint = rowCheckpointSchema.parse(JSON.parse(JSON.stringify(reader.checkpoint())))
          const next = createRowReader({ fileType, reading, checkpoint })
          expect([...next.push(bytes.subarray(checkpoint.byte)), ...next.end()]).toEqual(whole.slice(read))
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

test('of two tables that a blank row separates, the first one’s rows are read, without its footers', () => {
  fc.assert(
    fc.property(sample, (file) => {
      fc.pre(file.reading.blank_rows === 'stop')
      const rows = readAll(file)
      expect(rows.every(({ values }) => Object.values(values).includes('end'))).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('every value comes back as it was written, without title, header and footer', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('"', '\\'),
      (rows, escape) => {
        const quoted = (text: string) =>
          escape === '"'
            ? `"${text.replaceAll('"', '""')}"`
            : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
        const text = [
          'Title',
          'x;y;z',
          ...rows.map((cells) => [...cells, 'e'].map(quoted).join(';')),
          'Total;1;2',
        ].join('\n')
        const reading = { delimiter: ';', quote: '"', escape, skip_rows: 1, footer_rows: 1 }
        const read = readAll({ fileType: 'csv', reading, bytes: encodeText(text, 'utf-8') })
        expect(read.map(({ values }) => Object.values(values))).toEqual(rows.map((cells) => [...cells, 'e']))
      },
    ),
  )
})

test('records are cut as papaparse cuts them', () => {
  const text = fc
    .array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    .map((rows) => Papa.unparse(rows, { newline: '\r\n' }))
  fc.assert(
    fc.property(text, (own) => {
      const scan = scanRecords(own, { delimiter: ',', quote: '"', escape: '"' }, { last: true })
      const parsed = Papa.parse<string[]>(own, { delimiter: ',', newline: '\r\n' }).data
      const isEmpty = (cells: string[]) => cells.length === 1 && cells[0] === ''
      expect(scan.records.filter((cells) => !isEmpty(cells))).toEqual(
        parsed.filter((cells) => !isEmpty(cells)),
      )
    }),
    { numRuns: 1000 },
  )
}, 60_000)

function failure(
  file: Sample,
  chunkBytes?: number,
): { code: string; row: number | null; message: string } | null {
  try {
    readAll(file, chunkBytes)
    return null
  } catch (error) {
    if (!isImportFileError(error)) throw error
    return { code: error.code, row: error.row, message: error.message }
  }
}

const csv = (text: string, reading: ReadingOptions = { delimiter: ',' }): Sample => ({
  fileType: 'csv',
  reading,
  bytes: encodeText(text, 'utf-8'),
})

describe('a quote', () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => `${index},Person ${index},Town`).join('\n')

  test.each([1000, 65_536, 1 << 22])(
    'opened on row 3 and closed on row 90,000 is explained by its row, in chunks of %i bytes',
    (chunk) => {
      const text = `id,name,city\n0,A,B\n1,"Ada,London\n${rows(90_000)}\n9,Bob",Paris\n10,Eve,Rome\n`
      expect(failure(csv(text), chunk)).toMatchObject({ code: 'UNCLOSED_QUOTE', row: 3 })
    },
  )

  test('that never closes is explained by the row on which it opens, before all of the file is held', () => {
    const reader = createRowReader({ fileType: 'csv', reading: { delimiter: ',' } })
    reader.push(encodeText('id,name\n1,"Ada\n', 'utf-8'))
    const chunk = encodeText(`${'x'.repeat(99)}\n`.repeat(1000), 'utf-8')
    let pushed = 0
    let row: number | null = null
    while (row === null && pushed < 1000) {
      pushed++
      try {
        reader.push(chunk)
      } catch (error) {
        row = isImportFileError(error) ? error.row : -1
      }
    }
    expect(row).toBe(2)
    expect(pushed).toBeLessThan(60)
  })

  test('closed some rows later rejects its row and says how many lines it took', () => {
    const [, bad, next] = readAll(csv('id,name,city\n0,A,B\n1,"Ada,London\n2,B,C\n3,D,E\n4,F",G\n5,H,I\n'))
    expect(bad?.issue).toMatchObject({ code: 'UNCLOSED_QUOTE' })
    expect(bad?.issue?.message).toMatch(/3 lines later/)
    expect(next?.values).toEqual({ id: '5', name: 'H', city: 'I' })
  })

  test('that surrounds a text of many lines is no fault', () => {
    const note = 'Dear Ada,\n\nthank you, and all the best,\nwith regards,\n\nAlan\nPS: soon'
    const [row] = readAll(csv(`id,note,city\n1,"${note}",London\n`))
    expect(row).toMatchObject({ values: { note }, issue: null })
  })
})

test.each([
  ['utf-8', 'utf-8', 'windows-1252'],
  ['windows-1252', 'windows-1252', 'utf-8'],
] as const)(
  'a file of %s whose encoding changes is explained by the row, after every row before it',
  (encoding, first, second) => {
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => `${from + index},Zoë,Köln\n`).join('')
    const [left, right] = [
      encodeText(`id,name,city\n${lines(0, 5000)}`, first),
      encodeText(lines(5000, 9000), second),
    ]
    const bytes = new Uint8Array(left.length + right.length)
    bytes.set(left)
    bytes.set(right, left.length)
    for (const chunk of [777, 65_536]) {
      const reader = createRowReader({ fileType: 'csv', reading: { encoding, delimiter: ',' } })
      let read = 0
      let row: number | null = null
      for (let at = 0; at < bytes.length && row === null; at += chunk) {
        try {
          read += reader.push(bytes.subarray(at, at + chunk)).length
        } catch (error) {
          row = isImportFileError(error) && error.code === 'FILE_ENCODING' ? error.row : -1
        }
      }
      expect({ read, row }).toEqual({ read: 5000, row: 5002 })
    }
  },
)

describe('an option', () => {
  test('pads short rows', () => {
    const [row] = readAll(csv('a,b,c\n1\n', { delimiter: ',', ragged_rows: 'pad' }))
    expect(row).toEqual({ rowNumber: 2, values: { a: '1', b: '', c: '' }, issue: null })
  })

  test('ends the table at a blank row', () => {
    expect(
      readAll(csv('\na,b\n\n1,2\n,\nx,y,z\n1,2,3\n', { delimiter: ',', blank_rows: 'stop' })),
    ).toHaveLength(1)
  })

  test('joins a header of two rows', () => {
    const [row] = readAll(
      csv('Customer,,Order\nFirst,Last,Date\nAda,L,1\n', { delimiter: ',', header_rows: 2 }),
    )
    expect(row).toEqual({
      rowNumber: 3,
      values: { 'Customer First': 'Ada', 'Customer Last': 'L', 'Order Date': '1' },
      issue: null,
    })
  })

  test('names a path without an array', () => {
    const file: Sample = {
      fileType: 'json',
      reading: { json_path: 'data.rows' },
      bytes: encodeText('{"data":{"x":[]}}', 'utf-8'),
    }
    expect(failure(file)).toMatchObject({ code: 'JSON_NOT_AN_ARRAY' })
    expect(failure(file)?.message).toMatch(/data\.rows/)
  })
})

test('ids too long for a number keep every digit', () => {
  const text = '[{"id":12345678901234567890,"n":12,"t":"99999999999999999999"}]'
  const [row] = readAll({ fileType: 'json', reading: {}, bytes: encodeText(text, 'utf-8') })
  expect(row?.values).toEqual({ id: '12345678901234567890', n: 12, t: '99999999999999999999' })
})
