import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { ExpectedReading } from '../../corpus/corpus-case.ts'
import { createRowReader, isImportFileError, type SourceRow } from '../csv/index.ts'
import { inferTypes, type ColumnType } from '../inference/index.ts'
import { readWorkbook } from '../workbook/index.ts'
import { detectReading, type DetectedReading } from './index.ts'

const folder = new URL('../../corpus/fixtures/', import.meta.url)

/** What is told of each file, and the share of files that must be told rightly: the floor that was reached. */
const floors = { encoding: 1, dialect: 1, header: 1, types: 1, rows: 1, refusals: 1 } as const

type Aspect = keyof typeof floors

interface Read {
  found: DetectedReading
  columns: string[]
  rows: SourceRow[]
  types: ColumnType[]
}

async function read(bytes: Uint8Array, fileName: string): Promise<Partial<Read> & { error?: unknown }> {
  let found: DetectedReading | undefined
  try {
    found = detectReading(bytes, { fileName })
    if (found.file_type.value === 'workbook') {
      const workbook = await readWorkbook(bytes)
      const csv = new TextEncoder().encode(workbook.toCsv())
      const inner = detectReading(csv, { fileName: 'sheet.csv' })
      const kept = { ...inner, file_type: found.file_type }
      return { ...readRows(csv, inner), found: kept }
    }
    return readRows(bytes, found)
  } catch (error) {
    return { ...(found && { found }), error }
  }
}

function readRows(bytes: Uint8Array, found: DetectedReading): Read {
  const fileType = found.file_type.value === 'workbook' ? 'csv' : found.file_type.value
  const reader = createRowReader({ fileType, reading: found.options })
  const rows = [...reader.push(bytes), ...reader.push(new Uint8Array(0)), ...reader.end()]
  const columns = reader.columns ?? []
  return { found, columns, rows, types: inferTypes({ columns, rows: rows.map(({ values }) => values) }) }
}

const anyRecord = z.custom<ExpectedReading>((value) => typeof value === 'object' && value !== null)

function filesIn(kind: string): string[] {
  return readdirSync(new URL(`${kind}/`, folder)).filter((name) => !name.endsWith('.expected.json'))
}

const scores = new Map<string, { right: number; of: number; wrong: string[] }>()

/** Counts an aspect of a file, and says what was different. */
function count(kind: string, aspect: Aspect, file: string, wrong: string[]): void {
  for (const key of [`${kind} ${aspect}`, aspect]) {
    const score = scores.get(key) ?? { right: 0, of: 0, wrong: [] }
    score.of++
    if (wrong.length === 0) score.right++
    else score.wrong.push(`${file}: ${wrong.join('; ')}`)
    scores.set(key, score)
  }
}

function different(name: string, actual: unknown, expected: unknown): string[] {
  if (expected === undefined) return []
  const fits =
    name === 'encoding' && Array.isArray(expected)
      ? expected.includes(actual)
      : JSON.stringify(actual) === JSON.stringify(expected)
  return fits ? [] : [`${name} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`]
}

function compare(
  kind: string,
  file: string,
  outcome: Awaited<ReturnType<typeof read>>,
  expected: ExpectedReading,
): void {
  const { found, error, columns, rows, types } = outcome
  if (expected.refusal) {
    const refusal = isImportFileError(error)
      ? { code: error.code, ...(expected.refusal.row !== undefined && { row: error.row }) }
      : null
    count(kind, 'refusals', file, different('refusal', refusal, expected.refusal))
  } else if (error !== undefined) {
    count(kind, 'rows', file, [JSON.stringify(error instanceof Error ? error.message : error)])
  }
  if (!found) return
  if (expected.encoding !== undefined)
    count(kind, 'encoding', file, different('encoding', found.encoding.value, expected.encoding))
  const dialect = [
    ...different(
      'file type',
      found.file_type.value === 'workbook' ? 'xlsx' : found.file_type.value,
      expected.file_type,
    ),
    ...different('delimiter', found.delimiter.value, expected.delimiter),
    ...different('quote', found.quote.value, expected.quote),
    ...different('escape', found.escape.value, expected.escape),
    ...different('path', found.json_path.value, expected.json_path),
  ]
  count(kind, 'dialect', file, dialect)
  const codes = found.warnings.map(({ code }) => code)
  const header = [
    ...different('skipped', found.skip_rows.value, expected.skip_rows),
    ...different('header rows', found.header_rows.value, expected.header_rows),
    ...different('footers', found.footer_rows.value, expected.footer_rows),
    ...(columns === undefined ? [] : different('columns', columns, expected.columns)),
    ...(expected.warnings ?? []).flatMap((code) =>
      codes.some((own) => own === code) ? [] : [`no warning ${code}`],
    ),
  ]
  count(kind, 'header', file, header)
  if (!rows || !types) return
  if (expected.types || expected.ambiguous) {
    const open = Object.fromEntries(
      types.flatMap(({ column, ambiguous }) => (ambiguous ? [[column, ambiguous.options]] : [])),
    )
    count(kind, 'types', file, [
      ...different(
        'types',
        types.map(({ likely }) => likely.type),
        expected.types,
      ),
      ...different('ambiguous', open, expected.ambiguous),
    ])
  }
  count(kind, 'rows', file, [
    ...different('rows', rows.length, expected.rows),
    ...different('issues', rows.filter(({ issue }) => issue !== null).length, expected.issues),
    ...(expected.cells ?? []).flatMap(([row, column, value]) =>
      different(`cell ${row} ${column}`, rows[row]?.values[column], value),
    ),
  ])
}

const kinds = readdirSync(folder)

describe.each(kinds)('files of class %s', (kind) => {
  test.each(filesIn(kind))('%s is read, or refused in words for people', async (file) => {
    const bytes = new Uint8Array(readFileSync(new URL(`${kind}/${file}`, folder)))
    const expected = anyRecord.parse(
      JSON.parse(readFileSync(new URL(`${kind}/${file}.expected.json`, folder), 'utf8')),
    )
    const outcome = await read(bytes, file)
    compare(kind, `${kind}/${file}`, outcome, expected)
    expect(outcome.error === undefined || isImportFileError(outcome.error)).toBe(true)
  })
})

describe('the corpus', () => {
  test('has over eighty files', () => {
    expect(kinds.flatMap(filesIn).length).toBeGreaterThan(80)
  })

  test.each(Object.entries(floors))(
    'is told rightly in %s at least to the share that was reached',
    (aspect, floor) => {
      const score = scores.get(aspect) ?? { right: 0, of: 1, wrong: [] }
      const wrong = score.right / score.of >= floor ? [] : score.wrong
      expect(wrong).toEqual([])
    },
  )
})

afterAll(() => {
  const aspects = Object.keys(floors)
  const table = kinds.map(
    (kind) => [kind, ...aspects.map((aspect) => scores.get(`${kind} ${aspect}`))] as const,
  )
  const cell = (score: { right: number; of: number } | undefined | string) =>
    (typeof score === 'string' ? score : score ? `${score.right}/${score.of}` : '-').padEnd(11)
  const total = ['all', ...aspects.map((aspect) => scores.get(aspect))]
  const lines = [['class', ...aspects], ...table, total].map((line) =>
    line.map((part) => cell(part)).join(''),
  )
  // Past the test runner, which shows nothing of tests that pass.
  writeSync(2, `\nThe corpus, files told rightly of files:\n${lines.join('\n')}\n`)
})
