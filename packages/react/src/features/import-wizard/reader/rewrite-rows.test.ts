import type { ImportFileType, ReadingOptions } from '@headwater/core'
import { createRowReader } from '@headwater/core/csv'
import { describe, expect, test } from 'vitest'
import type { RowEdit } from '../fixes/row-issue.ts'
import { checkRows } from './check-rows.ts'
import type { RewrittenFile } from './reader-types.ts'
import { rewriteRows } from './rewrite-rows.ts'
import { encodeText } from './text-encoder.ts'

interface Case {
  fileType: ImportFileType
  text: string
  reading?: ReadingOptions
}

function bytesOf({ text, reading }: Case): Uint8Array<ArrayBuffer> {
  return encodeText(text, reading?.encoding ?? 'utf-8')
}

async function rewritten(file: Case, edits: RowEdit[]): Promise<RewrittenFile> {
  const blob = new Blob([bytesOf(file)])
  const reading = { delimiter: ',', ...file.reading }
  const { marks, columns } = await checkRows(
    {
      file: blob,
      fileType: file.fileType,
      reading,
      fields: [{ id: 'a', name: 'a', type: 'text' }],
      mapping: {},
    },
    { signal: new AbortController().signal, onFailing: () => {} },
    { turnMs: 1000 },
  )
  return rewriteRows({ file: blob, fileType: file.fileType, reading, columns, marks, edits })
}

async function rowsOf(fileType: ImportFileType, { file, reading }: RewrittenFile) {
  const reader = createRowReader({ fileType, reading })
  return [...reader.push(new Uint8Array(await file.arrayBuffer())), ...reader.end()]
}

async function textOf({ file, reading }: RewrittenFile): Promise<string> {
  const label = reading.encoding === 'iso-8859-1' ? 'windows-1252' : (reading.encoding ?? 'utf-8')
  return new TextDecoder(label, { ignoreBOM: true }).decode(await file.arrayBuffer())
}

test('changes the cells of a row and nothing else, whatever stands before the header', async () => {
  const text = 'Report;;\r\n"made by;\r\n\r\nname;mail\r\nAda;x\r\n\r\n"Al;an";"y ""z"""\nGrace;g@b.co'
  const reading = { delimiter: ';', skip_rows: 2 }
  const result = await rewritten({ fileType: 'csv', text, reading }, [
    { rowNumber: 5, values: { mail: 'ada;@b.co' } },
    { rowNumber: 8, values: { name: 'Grace "H"' } },
  ])
  expect(await textOf(result)).toBe(
    'Report;;\r\n"made by;\r\n\r\nname;mail\r\nAda;"ada;@b.co"\r\n\r\n"Al;an";"y ""z"""\n"Grace ""H""";g@b.co',
  )
})

test('what a person writes is read as it is, also where it looks like a formula that was disarmed', async () => {
  const text = "name,note\nAda,'=1+1\nAlan,x\n"
  const result = await rewritten({ fileType: 'csv', text }, [
    { rowNumber: 2, values: { name: 'Ada L.' } },
    { rowNumber: 3, values: { note: "'@x" } },
  ])
  const rows = await rowsOf('csv', result)
  expect(rows.map(({ values }) => values)).toEqual([
    { name: 'Ada L.', note: '=1+1' },
    { name: 'Alan', note: "'@x" },
  ])
})

test('keeps the encoding and its mark, and changes to UTF-8 only for a character that it lacks', async () => {
  const text = 'name,mail\nMüller,x\nGröße,y\n'
  const reading: ReadingOptions = { encoding: 'windows-1252' }
  const same = await rewritten({ fileType: 'csv', text, reading }, [{ rowNumber: 2, values: { mail: 'ü' } }])
  expect(same.reading.encoding).toBe('windows-1252')
  expect(await textOf(same)).toBe('name,mail\nMüller,ü\nGröße,y\n')
  const wider = await rewritten({ fileType: 'csv', text, reading }, [
    { rowNumber: 2, values: { mail: 'Ωmega' } },
  ])
  expect(wider.reading.encoding).toBe('utf-8')
  expect(await textOf(wider)).toBe('name,mail\nMüller,Ωmega\nGröße,y\n')
})

test('writes a short row whole, and leaves out cells beyond the header', async () => {
  const result = await rewritten({ fileType: 'csv', text: 'a,b,c\n1\n1,2,3,4\n' }, [
    { rowNumber: 2, values: { b: '2' } },
    { rowNumber: 3, values: { c: 'x' } },
  ])
  expect(await textOf(result)).toBe('a,b,c\n1,2,\n1,2,x\n')
})

test('escapes with a backslash where the file does, and drops delimiters where nothing quotes', async () => {
  const slashed = await rewritten({ fileType: 'csv', text: 'a,b\n"x\\"y",1\n', reading: { escape: '\\' } }, [
    { rowNumber: 2, values: { b: 'q"\\' } },
  ])
  expect((await rowsOf('csv', slashed))[0]?.values).toEqual({ a: 'x"y', b: 'q"\\' })
  const bare = await rewritten({ fileType: 'csv', text: 'a,b\n"x",1\n', reading: { quote: '' } }, [
    { rowNumber: 2, values: { b: '1,2' } },
  ])
  expect(await textOf(bare)).toBe('a,b\n"x",1 2\n')
})

test('changes one item of an array, also behind a path, and keeps long numbers of the others', async () => {
  const text =
    '{"meta": {"items": 3}, "data": {"items": [ {"id": 12345678901234567890, "a": "[,"},\n{"id": 2, "a": "x"} ], "next": null}}'
  const result = await rewritten({ fileType: 'json', text, reading: { json_path: 'data.items' } }, [
    { rowNumber: 2, values: { a: 'y"' } },
  ])
  expect(await textOf(result)).toBe(
    '{"meta": {"items": 3}, "data": {"items": [ {"id": 12345678901234567890, "a": "[,"},\n{"id":2,"a":"y\\""} ], "next": null}}',
  )
})

test('changes one line of NDJSON', async () => {
  const text = '{"a": 1}\r\n\r\n{"a": 2}\r\n{"a": 3}'
  const result = await rewritten({ fileType: 'ndjson', text }, [
    { rowNumber: 3, values: { a: 'two' } },
    { rowNumber: 4, values: { a: 'three' } },
  ])
  expect(await textOf(result)).toBe('{"a": 1}\r\n\r\n{"a":"two"}\r\n{"a":"three"}')
})

/** Numbers that look random and are the same in each run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state % sides
  }
}

describe.each(['csv', 'json', 'ndjson'] as const)('in a large %s file', (fileType) => {
  test('every edit lands in its row, and all other rows stay as they are', async () => {
    const roll = dice(7)
    const pieces = ['x', 'ü', '"', ',', '\n', ' ', '€', '\\', '[', '{']
    const word = () => Array.from({ length: roll(40) }, () => pieces[roll(pieces.length)]).join('')
    const items = Array.from({ length: 6000 }, (_, index) => ({ a: `n${index}`, b: word(), c: word() }))
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    const text =
      fileType === 'csv'
        ? ['a,b,c', ...items.map(({ a, b, c }) => [a, b, c].map(quoted).join(','))].join('\r\n')
        : fileType === 'ndjson'
          ? items.map((item) => JSON.stringify(item)).join('\n')
          : JSON.stringify(items, null, 1)
    const before = await rewritten({ fileType, text }, [])
    const rows = await rowsOf(fileType, before)
    const edits = Array.from({ length: 40 }, () => rows[roll(rows.length)]?.rowNumber ?? 0)
      .filter((row, index, all) => all.indexOf(row) === index)
      .map((rowNumber) => ({ rowNumber, values: { b: word() } }))
    const result = await rewritten({ fileType, text }, edits)
    const byRow = new Map(edits.map(({ rowNumber, values }) => [rowNumber, values]))
    expect(await rowsOf(fileType, result)).toEqual(
      rows.map((row) => ({ ...row, values: { ...row.values, ...byRow.get(row.rowNumber) } })),
    )
  })
})
