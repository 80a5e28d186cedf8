import { createRowReader } from '@headwater/core/csv'
import { detectReading } from '@headwater/core/detection'
import { compileRecordChecker } from '@headwater/core/validation'
import type { ModelField } from '@headwater/core/contracts'
import Papa from 'papaparse'
import { customersCsv, customersModel } from './customers-csv.ts'

const CHUNK_BYTES = 256 * 1024

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Detects, reads and checks a file as an import does; gives how many rows are valid. */
function readFile(bytes: Uint8Array, fields: readonly ModelField[]): number {
  const { options } = detectReading(bytes.subarray(0, 256 * 1024), { fileSize: bytes.length })
  const reader = createRowReader({ fileType: 'csv', reading: options })
  const check = compileRecordChecker(fields)
  let valid = 0
  const checkAll = (rows: ReturnType<typeof reader.push>) => {
    for (const row of rows) if (row.issue === null && check(row.values).ok) valid++
  }
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    checkAll(reader.push(bytes.subarray(at, at + CHUNK_BYTES)))
  }
  checkAll(reader.end())
  return valid
}

function parseAlone(bytes: Uint8Array): number {
  return Papa.parse<string[]>(new TextDecoder().decode(bytes), { skipEmptyLines: true }).data.length - 1
}

function millisecondsOf(work: () => number, expected: number): number {
  const startedAt = performance.now()
  const rows = work()
  const ms = performance.now() - startedAt
  if (rows !== expected) throw new Error(`${rows} rows of ${expected} came through.`)
  return ms
}

/**
 * `pnpm bench detect [rows] [runs]`: detection, parsing and validation of eight typed fields in one thread against papaparse alone, on the same data
 * in the same run.
 */
export async function run([rowCount = '200000', runCount = '7']: readonly string[]): Promise<object> {
  const rows = Number(rowCount)
  const fields = customersModel.fields
  const bytes = new TextEncoder().encode(customersCsv(rows))
  const megabytes = bytes.length / 1e6
  const runs: { ours: number; papaparse: number }[] = []
  // The first round warms both up.
  for (let index = 0; index <= Number(runCount); index++) {
    const round = {
      papaparse: millisecondsOf(() => parseAlone(bytes), rows),
      ours: millisecondsOf(() => readFile(bytes, fields), rows),
    }
    if (index > 0) runs.push(round)
  }
  const [ours, papaparse] = [median(runs.map((r) => r.ours)), median(runs.map((r) => r.papaparse))]
  const speedOf = (ms: number) => ((megabytes / ms) * 1000).toFixed(1)
  console.table([
    { what: 'detect, parse, validate 8 fields', rows, ms: Math.round(ours), 'MB/s': speedOf(ours) },
    { what: 'papaparse alone', rows, ms: Math.round(papaparse), 'MB/s': speedOf(papaparse) },
  ])
  return { rows, ratio: Number((papaparse / ours).toFixed(3)), mb_per_second: Number(speedOf(ours)) }
}
