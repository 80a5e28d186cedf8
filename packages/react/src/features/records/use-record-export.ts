import type { DataModel, DataRecord, Json, ModelField } from '@headwater/core'
import { useRef, useState } from 'react'
import { useHub } from '../../provider/index.ts'
import { saveFile } from '../imports/index.ts'
import type { RecordView } from './use-record-window.ts'

const PAGE_ROWS = 1000

/** Where an export stands. */
export type RecordExport =
  | { state: 'idle' }
  | { state: 'running'; done: number; total: number }
  | { state: 'failed'; error: unknown }

function cellsOf(fields: readonly ModelField[], { data }: DataRecord): (Json | undefined)[] {
  return fields.map(({ name }) => data[name])
}

/** Saves every record of a view as CSV, read page by page: safe to open in a spreadsheet, phone numbers whole. */
export function useRecordExport(model: DataModel, view: RecordView, fileName: string) {
  const { records } = useHub()
  const [current, setCurrent] = useState<RecordExport>({ state: 'idle' })
  const run = useRef<symbol | null>(null)

  async function start(): Promise<void> {
    const own = Symbol('export')
    run.current = own
    setCurrent({ state: 'running', done: 0, total: 0 })
    try {
      const { toCsvRow } = await import('@headwater/core/csv')
      const parts = [toCsvRow(model.fields.map(({ name }) => name))]
      let done = 0
      for (let total = 1; done < total;) {
        const { data } = await records.list({ ...view, offset: done, limit: PAGE_ROWS })
        if (run.current !== own) return
        parts.push(...data.records.map((record) => toCsvRow(cellsOf(model.fields, record))))
        done += data.records.length
        total = data.records.length === 0 ? done : data.total
        setCurrent({ state: 'running', done, total })
      }
      saveFile(parts, fileName)
      setCurrent({ state: 'idle' })
    } catch (error) {
      if (run.current === own) setCurrent({ state: 'failed', error })
    }
  }

  function stop(): void {
    run.current = null
    setCurrent({ state: 'idle' })
  }

  return { current, start, stop }
}
