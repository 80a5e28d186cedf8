import * as z from 'zod/mini'
import type { BisonClient } from './bison-client.ts'
import { statsSchema } from './vendor-schemas.ts'

const figuresSchema = z.object({
  emailsSent: z.int(),
  replies: z.int(),
  interested: z.int(),
  bounced: z.int(),
  unsubscribed: z.int(),
})

/** Parses what a snapshot of source `stats` keeps. */
export const statsDataSchema = z.object({
  /** The month of `monthToDate`, in UTC. */
  month: z.string(),
  today: figuresSchema,
  last7Days: figuresSchema,
  monthToDate: figuresSchema,
})

/** A workspace's figures. */
export type StatsData = z.infer<typeof statsDataSchema>

const DAY_MS = 86_400_000

/** The days in UTC that the figures of a moment are of. */
export function rangesOf(now: number) {
  const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
  const today = dayOf(now)
  return {
    month: today.slice(0, 7),
    today: [today, today],
    last7Days: [dayOf(now - 6 * DAY_MS), today],
    monthToDate: [`${today.slice(0, 7)}-01`, today],
  } as const
}

/** Reads a workspace's figures of today, of seven days and of the month: three requests at once. */
export async function fetchStats(
  client: BisonClient,
  now: number,
): Promise<{ data: StatsData; vendorTime: number | null }> {
  const ranges = rangesOf(now)
  async function read([start, end]: readonly [string, string]) {
    const answer = await client.request({
      path: `/workspaces/v1.1/stats?start_date=${start}&end_date=${end}`,
      schema: statsSchema,
    })
    const { emails_sent, interested, bounced, unsubscribed, ...replies } = answer.data.data
    const replied = replies.unique_replies ?? replies.unique_replies_per_contact ?? replies.replied ?? 0
    return {
      figures: { emailsSent: emails_sent, replies: replied, interested, bounced, unsubscribed },
      time: answer.vendorTime,
    }
  }
  const [today, last7Days, monthToDate] = await Promise.all([
    read(ranges.today),
    read(ranges.last7Days),
    read(ranges.monthToDate),
  ])
  const times = [today, last7Days, monthToDate].flatMap(({ time }) => (time === null ? [] : [time]))
  return {
    data: {
      month: ranges.month,
      today: today.figures,
      last7Days: last7Days.figures,
      monthToDate: monthToDate.figures,
    },
    // The oldest of the three: nothing is called newer than it is.
    vendorTime: times.length > 0 ? Math.min(...times) : null,
  }
}
