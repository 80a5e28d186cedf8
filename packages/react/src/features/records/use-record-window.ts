import type { DataRecord, Fetched, RecordPage, RecordQuery } from '@headwater/core'
import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import { useHub } from '../../provider/index.ts'

/** Rows of one request. */
export const PAGE_ROWS = 100

/** Which records a table shows, in which order. */
export type RecordView = Omit<RecordQuery, 'offset' | 'limit'>

/** The rows in sight, and what is known of the others. */
export interface RecordWindow {
  /** All records of the view; undefined until the first page is loaded. */
  total: number | undefined
  /** The record of a row, undefined while its page is on its way. */
  rowAt(index: number): DataRecord | undefined
  /** The records of the pages in sight. */
  loaded: readonly DataRecord[]
  error: Error | null
  fetchedAt: string | undefined
  refetch(): void
}

/**
 * Reads the pages of a view that are in sight, and no others: a table of 100,000 rows jumps to any of them with one request. Pages that
 * leave the sight before they arrive are aborted.
 */
export function useRecordWindow(view: RecordView, firstRow: number, lastRow: number): RecordWindow {
  const { records, queryClient } = useHub()
  const known = useRef<{ view: RecordView; total: number } | null>(null)
  const firstPage = Math.floor(firstRow / PAGE_ROWS)
  const lastPage = Math.max(firstPage, Math.floor(lastRow / PAGE_ROWS))
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index)
  const results = useQueries(
    {
      queries: pages.map((page) =>
        records.queries.list({ ...view, offset: page * PAGE_ROWS, limit: PAGE_ROWS }),
      ),
    },
    queryClient,
  )
  const answers = new Map<number, Fetched<RecordPage>>()
  pages.forEach((page, index) => {
    const data = results[index]?.data
    if (data) answers.set(page, data)
  })
  const [answer] = answers.values()
  if (answer) known.current = { view, total: answer.data.total }
  else if (known.current && known.current.view !== view) known.current = null
  return {
    total: known.current?.total,
    rowAt: (index) => answers.get(Math.floor(index / PAGE_ROWS))?.data.records[index % PAGE_ROWS],
    loaded: [...answers.values()].flatMap(({ data }) => data.records),
    error: results.find((result) => result.error !== null)?.error ?? null,
    fetchedAt: answer?.meta.fetchedAt,
    refetch: () => {
      for (const result of results) void result.refetch()
    },
  }
}
