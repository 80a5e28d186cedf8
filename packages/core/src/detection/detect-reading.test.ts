import { describe, expect, test } from 'vitest'
import { encodeText } from '../../corpus/encode-text.ts'
import { createRowReader, isImportFileError } from '../csv/index.ts'
import { DETECTION_HEAD_BYTES, detectFile, detectReading } from './index.ts'

const text = (own: string) => encodeText(own, 'utf-8')
const table = 'a;b;c\n1;2;3\n4;5;6\n'

function codeOf(bytes: Uint8Array): string {
  try {
    detectReading(bytes)
    return 'none'
  } catch (error) {
    return isImportFileError(error) ? error.code : 'other'
  }
}

test('every finding has a confidence between 0 and 1 and a reason', () => {
  const { warnings, options, ...findings } = detectReading(text(table))
  expect(warnings).toEqual([])
  expect(options.delimiter).toBe(';')
  for (const { confidence, reason } of Object.values(findings)) {
    expect(confidence).toBeGreaterThan(0)
    expect(confidence).toBeLessThanOrEqual(1)
    expect(reason.map(({ code }) => code).join()).toMatch(/^[A-Z]/)
  }
})

test('what a person chose is taken, and the rest is told around it', () => {
  const found = detectReading(text('Title,x\na;b\n1,5;2\n3,5;4\n'), {
    reading: { delimiter: ';', skip_rows: 1, header_rows: 0, encoding: 'windows-1252', footer_rows: 2 },
  })
  expect(found.options).toMatchObject({
    delimiter: ';',
    skip_rows: 1,
    header_rows: 0,
    encoding: 'windows-1252',
    footer_rows: 2,
  })
  expect(found.delimiter).toEqual({ value: ';', confidence: 1, reason: [{ code: 'CHOSEN', params: {} }] })
})

test('what was found reads the same when it is given back as chosen', () => {
  const bytes = text('Report;\n\nDatum;Betrag\n01.02.2026;1,50\n02.02.2026;7,00\nSumme;8,50\n')
  const { options } = detectReading(bytes)
  expect(options).toMatchObject({ skip_rows: 2, footer_rows: 1 })
  expect(detectReading(bytes, { reading: options }).options).toEqual(options)
})

describe('a file larger than the head', () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => `${index};Zoë ${index};2026-01-31;12,50`).join(
    '\n',
  )
  const large = `Kunden\n\nid;name;since;amount\n${rows}\nSumme;;;375000,00\nErstellt am 05.01.2026 um 10 Uhr\n`

  test.each(['utf-8', 'utf-16le-bom', 'windows-1252', 'macintosh'] as const)(
    'of %s shows its footers by its end',
    async (write) => {
      const bytes = encodeText(large, write)
      expect(bytes.length).toBeGreaterThan(DETECTION_HEAD_BYTES * 2)
      const { options } = await detectFile(new Blob([new Uint8Array(bytes)]))
      expect(options).toMatchObject({ delimiter: ';', skip_rows: 2, header_rows: 1, footer_rows: 2 })
      const reader = createRowReader({ fileType: 'csv', reading: options })
      expect([...reader.push(bytes), ...reader.end()]).toHaveLength(30_000)
    },
  )

  test.each(['windows-1252', 'macintosh', 'utf-8'] as const)(
    'whose first letters of %s come late is told by its middle',
    async (write) => {
      const plain = Array.from({ length: 20_000 }, (_, index) => `${index};Ada;London`)
      const late = Array.from({ length: 20_000 }, (_, index) => `${index};Zoë Müller;Málaga`)
      const bytes = encodeText(`id;name;city\n${[...plain, ...late, ...plain].join('\n')}\n`, write)
      const { encoding, options } = await detectFile(new Blob([new Uint8Array(bytes)]))
      expect([write, 'iso-8859-1']).toContain(encoding.value)
      const reader = createRowReader({ fileType: 'csv', reading: options })
      const rows = [...reader.push(bytes), ...reader.end()]
      expect(rows[30_000]?.values).toMatchObject({ name: 'Zoë Müller', city: 'Málaga' })
    },
  )

  test('cut inside a letter is told all the same', () => {
    const bytes = text(large)
    for (const length of [DETECTION_HEAD_BYTES, DETECTION_HEAD_BYTES - 1, DETECTION_HEAD_BYTES - 2]) {
      const found = detectReading(bytes.subarray(0, length), { fileSize: bytes.length })
      expect(found.options).toMatchObject({ encoding: 'utf-8', delimiter: ';', skip_rows: 2 })
      expect(found.footer_rows.confidence).toBeLessThan(0.6)
    }
  })
})

test('a quote that swallows the head of a large file is named by its row', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `${index},Person,Town`).join('\n')
  const bytes = text(`id,name,city\n0,A,B\n1,"Ada,London\n${rows}\n`)
  const { warnings } = detectReading(bytes.subarray(0, DETECTION_HEAD_BYTES), { fileSize: bytes.length })
  expect(warnings).toMatchObject([{ code: 'UNCLOSED_QUOTE', row: 3 }])
})

test('a head cut anywhere is told without an error', () => {
  const bytes = text('name,note\n"Ada","line one\nline two, with ""marks"""\n"Zoë","x"\n'.repeat(20))
  for (let length = 12; length < bytes.length; length += 7) {
    expect(detectReading(bytes.subarray(0, length), { fileSize: bytes.length }).delimiter.value).toBe(',')
  }
})

test.each<[string, Uint8Array]>([
  ['a web page', text('<!DOCTYPE html><html></html>')],
  ['contact cards', text('BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n')],
  ['a program', Uint8Array.from({ length: 500 }, (_, index) => index % 256)],
  ['a PDF', text('%PDF-1.7\n')],
])('%s is refused as no table', (_what, bytes) => {
  expect(codeOf(bytes)).toBe('FILE_NOT_TEXT')
})

test('a file of another alphabet is read with a warning', () => {
  const cyrillic = Uint8Array.from({ length: 200 }, (_, index) =>
    index % 20 === 19 ? 10 : index % 7 === 6 ? 44 : 0xe0 + (index % 31),
  )
  expect(detectReading(cyrillic).warnings.map(({ code }) => code)).toContain('ENCODING_UNSURE')
})

test('a workbook is told by its first bytes', () => {
  const head = text('PK\u0003\u0004\u0014\0\u0006\0\b\0\0\0!\0......[Content_Types].xml')
  expect(detectReading(head).file_type.value).toBe('workbook')
})

test('of several arrays of objects the longest is proposed, and the others are named', () => {
  const found = detectReading(text('{"users":[{"a":1}],"data":{"orders":[{"b":1},{"b":2}]}}'), {
    fileName: 'x.json',
  })
  expect(found.json_path).toMatchObject({ value: 'data.orders' })
  expect(found.warnings[0]).toMatchObject({ code: 'SEVERAL_ARRAYS', params: { others: ['users'] } })
  expect(
    detectReading(text('{"users":[{"a":1}]}'), { fileName: 'x.json', reading: { json_path: 'users' } })
      .options.json_path,
  ).toBe('users')
})

test.each([
  ['of quoted cells', `id,name,note\n${'1,"Ada, Countess","a note; with | marks"\n'.repeat(6000)}`],
  ['of a JSON string that never ends', `{"a":"${'\\"'.repeat(130_000)}`],
  ['of open braces', '{"a":'.repeat(50_000)],
  ['of marks alone', '"'.repeat(260_000)],
  ['of one line', 'x,'.repeat(130_000)],
  ['of blank lines', '\n'.repeat(260_000)],
])('the head of a large file %s is told in a moment', (_what, own) => {
  const startedAt = performance.now()
  codeOf(text(own).subarray(0, DETECTION_HEAD_BYTES))
  expect(performance.now() - startedAt).toBeLessThan(1500)
})
