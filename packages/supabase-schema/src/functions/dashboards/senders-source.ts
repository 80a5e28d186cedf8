import * as z from 'zod/mini'
import type { BisonClient } from './bison-client.ts'
import { forEachInWindow } from './sliding-window.ts'
import { VendorError } from './vendor-error.ts'
import { senderPageSchema, type VendorSender } from './vendor-schemas.ts'

/** Parses what a snapshot of source `senders` keeps: the sums; the accounts are rows of their own. */
export const sendersDataSchema = z.object({
  accountCount: z.int(),
  connectedCount: z.int(),
  warmupCount: z.int(),
  dailyCapacity: z.int(),
  emailsSent: z.int(),
  bounced: z.int(),
  replied: z.int(),
  accountsByType: z.record(z.string(), z.int()),
})

/** The sums of a workspace's sender accounts. */
export type SendersData = z.infer<typeof sendersDataSchema>

/** A sender account as its row has it. */
export interface SenderRow {
  vendor_id: string
  email: string
  name: string | null
  type: string | null
  status: string
  is_connected: boolean
  warmup_enabled: boolean | null
  daily_limit: number
  emails_sent_count: number
  bounced_count: number
  replied_count: number
  interested_count: number
  tags: string[]
}

/** Pages of one workspace that are read at once. */
const PAGES_AT_ONCE = 3
/** A workspace with more pages than that is taken for a fault of the vendor. */
const MAX_PAGES = 2000

function rowOf(sender: VendorSender): SenderRow {
  const status = sender.status ?? 'unknown'
  return {
    vendor_id: String(sender.id),
    email: sender.email,
    name: sender.name ?? null,
    type: sender.type ?? null,
    status,
    is_connected: status.toLowerCase() === 'connected',
    warmup_enabled: sender.warmup_enabled ?? null,
    daily_limit: sender.daily_limit,
    emails_sent_count: sender.emails_sent_count,
    bounced_count: sender.bounced_count,
    replied_count: sender.total_replied_count,
    interested_count: sender.interested_leads_count,
    tags: (sender.tags ?? []).map((tag) => tag.name),
  }
}

function sumOf(rows: readonly SenderRow[]): SendersData {
  const sum: SendersData = {
    accountCount: rows.length,
    connectedCount: 0,
    warmupCount: 0,
    dailyCapacity: 0,
    emailsSent: 0,
    bounced: 0,
    replied: 0,
    accountsByType: {},
  }
  for (const row of rows) {
    if (row.is_connected) {
      sum.connectedCount++
      sum.dailyCapacity += row.daily_limit
    }
    if (row.warmup_enabled === true) sum.warmupCount++
    sum.emailsSent += row.emails_sent_count
    sum.bounced += row.bounced_count
    sum.replied += row.replied_count
    const type = row.type ?? 'unknown'
    sum.accountsByType[type] = (sum.accountsByType[type] ?? 0) + 1
  }
  return sum
}

/** Reads all pages of a workspace's sender accounts. An account that moves between pages while they are read is kept once. */
export async function fetchSenders(
  client: BisonClient,
): Promise<{ data: SendersData; rows: SenderRow[]; vendorTime: number | null }> {
  const byId = new Map<string, SenderRow>()
  async function readPage(page: number) {
    const answer = await client.request({ path: `/sender-emails?page=${page}`, schema: senderPageSchema })
    for (const sender of answer.data.data) byId.set(String(sender.id), rowOf(sender))
    return answer
  }
  const first = await readPage(1)
  const { last_page: last } = first.data.meta
  if (last > MAX_PAGES) throw new VendorError('VENDOR_INVALID', { fieldPath: 'meta.last_page' })
  const failures: unknown[] = []
  const pages = Array.from({ length: Math.max(0, last - 1) }, (_, index) => index + 2)
  await forEachInWindow(pages, PAGES_AT_ONCE, async (page) => {
    if (failures.length > 0) return
    try {
      await readPage(page)
    } catch (error) {
      failures.push(error)
    }
  })
  if (failures.length > 0) throw failures[0]
  const rows = [...byId.values()]
  return { data: sumOf(rows), rows, vendorTime: first.vendorTime }
}
