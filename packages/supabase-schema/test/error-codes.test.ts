import { readFileSync } from 'node:fs'
import { campaignStopCodes, messageReasons } from '@headwater/core/campaigns'
import { workspaceFailureCodes } from '@headwater/core/dashboards'
import { importFailureCodes, problemCodes, rowErrorCodes } from '@headwater/core'
import { expect, test } from 'vitest'

const sections = readFileSync(new URL('../ERROR_CODES.md', import.meta.url), 'utf8').split('\n## ')

function codesOf(section: string | undefined): string[] {
  return Array.from(section?.matchAll(/^\| `([A-Z_]+)`/gm) ?? [], (match) => match[1] ?? '')
}

test.each([
  ['Problems of a request', problemCodes],
  ['Ends of an import', importFailureCodes],
  ['Reasons for rejecting a row', rowErrorCodes],
  ['Why a workspace is behind', workspaceFailureCodes],
  ['Reasons of a message', messageReasons],
  ['Why a campaign is paused or failed', campaignStopCodes],
])('%s: each code is explained, and no other', (title, codes) => {
  const section = sections.find((text) => text.startsWith(title))
  expect(codesOf(section)).toEqual([...codes])
})
