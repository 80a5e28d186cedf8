import { createHub } from '@headwater/core'
import { createMemorySupabase, sampleModel } from '@headwater/core/testing'
import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import {
  DataModelList,
  FileUpload,
  HubProvider,
  ImportJobsMonitor,
  ModelBuilder,
  RecordsTable,
} from './index.ts'

const model = sampleModel()
const views: Readonly<Record<string, ReactNode>> = {
  DataModelList: createElement(DataModelList),
  FileUpload: createElement(FileUpload, { model }),
  ImportJobsMonitor: createElement(ImportJobsMonitor),
  ModelBuilder: createElement(ModelBuilder, { model }),
  RecordsTable: createElement(RecordsTable, { model }),
}

test.each(Object.entries(views))('%s renders on a server, and asks for nothing there', (_name, view) => {
  let requests = 0
  const supabase = createMemorySupabase({
    fail: () => {
      requests++
      return null
    },
  })
  const hub = createHub({ supabase })
  const html = renderToString(createElement(HubProvider, { hub, children: view }))
  expect(html).toContain('data-hub-theme')
  expect(html.length).toBeGreaterThan(300)
  expect(requests).toBe(0)
  expect(hub.queryClient.isFetching()).toBe(0)
  hub.close()
})
