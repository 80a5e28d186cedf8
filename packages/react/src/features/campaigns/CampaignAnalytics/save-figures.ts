import type { CampaignAnalytics, CampaignMessage, CampaignsClient } from '@headwater/core/campaigns'
import { saveFile } from '../../imports/index.ts'

type Cell = string | number | null

async function saveCsv(rows: readonly (readonly Cell[])[], name: string): Promise<void> {
  const { toCsvRow } = await import('@headwater/core/csv')
  saveFile(
    rows.map((row) => toCsvRow(row)),
    name,
  )
}

const fileName = (name: string, kind: string) => `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${kind}.csv`

/** Saves all figures as rows of section, name and value: a spreadsheet can add them up. */
export function saveFigures(analytics: CampaignAnalytics): Promise<void> {
  const { campaign, counters, currency, funnel, timeline, errors, cost_by_day: costs } = analytics
  const rows: Cell[][] = [['section', 'name', 'measure', 'value']]
  for (const [name, value] of Object.entries(counters)) rows.push(['counters', name, 'count', value])
  for (const { step, count } of funnel) rows.push(['funnel', step, 'count', count])
  for (const { at, sent, delivered, failed } of timeline)
    for (const [measure, value] of Object.entries({ sent, delivered, failed }))
      rows.push(['timeline', at, measure, value])
  for (const { code, count } of errors) rows.push(['errors', code, 'count', count])
  for (const { day, segments, cost_micros } of costs)
    rows.push(['cost', day, 'segments', segments], ['cost', day, `micros ${currency}`, cost_micros])
  return saveCsv(rows, fileName(campaign.name, 'figures'))
}

const PAGE = 1000

/** Saves the whole ledger, page by page. */
export async function saveRecipients(
  client: CampaignsClient,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const messages: CampaignMessage[] = []
  for (let total = 1; messages.length < total;) {
    const { data } = await client.messages(id, { offset: messages.length, limit: PAGE })
    total = data.messages.length === 0 ? messages.length : data.total
    messages.push(...data.messages)
  }
  const header = [
    'recipient',
    'status',
    'reason',
    'text',
    'segments',
    'cost_micros',
    'sent_at',
    'delivered_at',
  ]
  const rows = messages.map((one): Cell[] => [
    one.recipient,
    one.status,
    one.reason,
    one.body,
    one.segments,
    one.cost_micros,
    one.sent_at,
    one.delivered_at,
  ])
  await saveCsv([header, ...rows], fileName(name, 'recipients'))
}
