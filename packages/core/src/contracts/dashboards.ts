import * as z from 'zod/mini'
import { idSchema, timestampSchema } from './scalars.ts'

/** A number, or text that is one: some answers of the vendor carry numbers as text. Nothing else is read as a number. */
function numeric<Schema extends z.ZodMiniType<unknown, number>>(schema: Schema) {
  const read = (value: unknown): unknown =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value
  return z.pipe(z.transform(read), schema)
}

const count = numeric(z.int().check(z.nonnegative()))
const rate = z.nullable(numeric(z.number().check(z.nonnegative())))
const name = z.string().check(z.minLength(1))
const currencySchema = z.string().check(z.regex(/^[A-Z]{3}$/))

/** The four dashboards, and the function that answers each. */
export const dashboardFunctions = {
  kpi: 'hybrid-workspace-analytics',
  volume: 'volume-dashboard-data',
  revenue: 'revenue-analytics',
  infrastructure: 'hybrid-email-accounts-v2',
} as const

/** A dashboard's name. */
export type DashboardName = keyof typeof dashboardFunctions

/** Parses a client's row of the KPI dashboard. Source: data-consistency spec, "Validation Schemas". */
export const KPIClientSchema = z.object({
  id: z.string().check(z.minLength(1)),
  name,
  /** Interested leads since the month began. */
  leadsGenerated: count,
  /** The month's leads if it goes on at the pace so far. */
  projectedReplies: count,
  /** Leads wanted in the month; 0 when no target is set. */
  monthlyKPI: count,
  /** `leadsGenerated / monthlyKPI`, at most 10; 0 without a target. */
  currentProgress: numeric(z.number().check(z.minimum(0), z.maximum(10))),
  leadsToday: count,
  leadsLast7Days: count,
  repliesReceived: count,
  emailsSent: count,
  /** The moment that the figures stand for. */
  asOf: timestampSchema,
})

/** Parses a client's row of the volume dashboard. */
export const VolumeClientSchema = z.object({
  id: z.string().check(z.minLength(1)),
  name,
  emailsSentToday: count,
  emailsSentLast7Days: count,
  emailsSentThisMonth: count,
  /** The daily limits of the connected sender accounts together; null before they were read. */
  dailyCapacity: z.nullable(count),
  /** `emailsSentToday / dailyCapacity`, or null without a capacity. */
  utilization: rate,
  repliesThisMonth: count,
  bouncedThisMonth: count,
  unsubscribedThisMonth: count,
  /** Of the emails sent this month, or null when there were none. */
  bounceRate: rate,
  replyRate: rate,
  asOf: timestampSchema,
})

/** Parses a client's row of the revenue dashboard. Money is in minor units (cents) of `currency`; null where no admin has set what it needs. */
export const RevenueClientSchema = z.object({
  id: z.string().check(z.minLength(1)),
  name,
  leadsGenerated: count,
  currency: z.nullable(currencySchema),
  pricePerLeadMinor: z.nullable(count),
  /** What the whole month costs. */
  monthlyCostMinor: z.nullable(count),
  /** `leadsGenerated * pricePerLeadMinor`. */
  revenueMinor: z.nullable(count),
  /** `revenueMinor - monthlyCostMinor`: the month's whole cost against its revenue so far. */
  marginMinor: z.nullable(numeric(z.int())),
  /** `marginMinor / revenueMinor`, or null without revenue. */
  marginRate: z.nullable(numeric(z.number())),
  asOf: timestampSchema,
})

/** Parses a client's row of the infrastructure dashboard. */
export const InfrastructureClientSchema = z.object({
  id: z.string().check(z.minLength(1)),
  name,
  accountCount: count,
  connectedCount: count,
  warmupCount: count,
  /** The daily limits of the connected accounts together. */
  dailyCapacity: count,
  emailsSent: count,
  bounced: count,
  replied: count,
  bounceRate: rate,
  replyRate: rate,
  /** Accounts by the vendor's type. */
  accountsByType: z.record(z.string(), count),
  asOf: timestampSchema,
})

/** Parses a sender account. */
export const EmailAccountSchema = z.object({
  id: z.string().check(z.minLength(1)),
  workspaceId: z.string().check(z.minLength(1)),
  workspaceName: name,
  email: z.string().check(z.minLength(1)),
  name: z.nullable(z.string()),
  type: z.nullable(z.string()),
  status: z.string(),
  isConnected: z.boolean(),
  warmupEnabled: z.nullable(z.boolean()),
  dailyLimit: count,
  emailsSent: count,
  bounced: count,
  replied: count,
  interested: count,
  tags: z.array(z.string()),
})

/** Every code with which a workspace is behind; ERROR_CODES.md explains each. */
export const workspaceFailureCodes = [
  'NOT_READ_YET',
  'NEW_MONTH',
  'VENDOR_TIMEOUT',
  'VENDOR_UNREACHABLE',
  'VENDOR_UNAVAILABLE',
  'VENDOR_RATE_LIMITED',
  'VENDOR_UNAUTHORIZED',
  'VENDOR_REFUSED',
  'VENDOR_MALFORMED',
  'VENDOR_INVALID',
  'WORKSPACE_NOT_FOUND',
  'TOKEN_MISSING',
  'CANCELLED',
  'INTERNAL',
] as const

/** Why a workspace's figures are not the newest, or are not there. */
export type WorkspaceFailureCode = (typeof workspaceFailureCodes)[number]

/** Parses why a workspace's figures are not the newest, or are not there. */
export const workspaceBehindSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The age of what is shown of it, or null when nothing is. */
  asOf: z.nullable(timestampSchema),
  code: z.string(),
  message: z.string(),
})

/** Parses how much of a dashboard is there. */
export const coverageSchema = z.object({
  /** Workspaces that should be there. */
  expected: z.int(),
  /** Workspaces whose last reading succeeded. */
  current: z.int(),
  /** For people: "24 of 27, oldest 14 min". */
  summary: z.string(),
  oldestAsOf: z.nullable(timestampSchema),
  /** The others, by name. */
  behind: z.array(workspaceBehindSchema),
})

/** Parses the sums of one currency; different ones are never added up. */
export const revenueTotalSchema = z.object({
  currency: currencySchema,
  /** Workspaces with revenue in this currency. */
  clientCount: z.int(),
  revenueMinor: z.int(),
  /** Of the workspaces that have both price and cost. */
  marginMinor: z.nullable(z.int()),
})

const head = {
  agencyId: idSchema,
  /** The server's clock when it answered: ages are counted from it, whatever the reader's clock says. */
  serverTime: timestampSchema,
  /** The month that figures "this month" are of, in UTC: `2026-11`. */
  month: z.string(),
  coverage: coverageSchema,
}

/** Parses what `hybrid-workspace-analytics` answers. */
export const kpiAnswerSchema = z.object({
  dashboard: z.literal('kpi'),
  ...head,
  clients: z.array(KPIClientSchema),
})

/** Parses what `volume-dashboard-data` answers. */
export const volumeAnswerSchema = z.object({
  dashboard: z.literal('volume'),
  ...head,
  clients: z.array(VolumeClientSchema),
})

/** Parses what `revenue-analytics` answers. */
export const revenueAnswerSchema = z.object({
  dashboard: z.literal('revenue'),
  ...head,
  clients: z.array(RevenueClientSchema),
  totals: z.array(revenueTotalSchema),
})

/** Parses what `hybrid-email-accounts-v2` answers. */
export const infrastructureAnswerSchema = z.object({
  dashboard: z.literal('infrastructure'),
  ...head,
  clients: z.array(InfrastructureClientSchema),
})

/** Parses a page of `hybrid-email-accounts-v2/accounts`. */
export const emailAccountPageSchema = z.object({ accounts: z.array(EmailAccountSchema), total: z.int() })

/** Parses one line of a forced refresh, which answers `application/x-ndjson`; `client` and `answer` are the dashboard's own. */
export const refreshEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), expected: z.int() }),
  z.object({ type: z.literal('workspace'), done: z.int(), expected: z.int(), client: z.unknown() }),
  z.object({ type: z.literal('failed'), done: z.int(), expected: z.int(), workspace: workspaceBehindSchema }),
  /** Nothing happened for some seconds; the connection is alive. */
  z.object({ type: z.literal('waiting'), done: z.int(), expected: z.int() }),
  z.object({ type: z.literal('end'), answer: z.unknown() }),
  z.object({ type: z.literal('problem'), code: z.string(), message: z.string() }),
])

const amount = z.nullable(z.int().check(z.nonnegative()))

/** Parses what an admin sets for a workspace: leads wanted a month, and money in minor units (cents) of `currency`. */
export const saveTargetsSchema = z.object({
  monthly_kpi: amount,
  price_per_lead_minor: amount,
  monthly_cost_minor: amount,
  currency: z.nullable(currencySchema),
})

/** Parses a workspace with its targets; null where none were set. */
export const workspaceTargetsSchema = z.object({
  id: idSchema,
  name: z.string(),
  is_tracked: z.boolean(),
  // One row or none; some servers answer such a relation as a list.
  workspace_targets: z.pipe(
    z.transform((value) => (Array.isArray(value) ? (value[0] ?? null) : value)),
    z.nullable(saveTargetsSchema),
  ),
})

/** Parses an agency's connection to its vendor. */
export const workspaceConnectionSchema = z.object({
  base_url: z.string(),
  stats_refresh_seconds: z.int(),
  senders_refresh_seconds: z.int(),
  token_set_at: z.nullable(timestampSchema),
  discovered_at: z.nullable(timestampSchema),
  /** Why the vendor's list of workspaces could not be read last, or null. */
  discovery_error: z.nullable(z.string()),
})

/** What an admin sets for a workspace. */
export type SaveTargets = z.infer<typeof saveTargetsSchema>
/** A workspace with its targets. */
export type WorkspaceTargets = z.infer<typeof workspaceTargetsSchema>
/** An agency's connection to its vendor. */
export type WorkspaceConnection = z.infer<typeof workspaceConnectionSchema>
/** A client's row of the KPI dashboard. */
export type KPIClient = z.infer<typeof KPIClientSchema>
/** A client's row of the volume dashboard. */
export type VolumeClient = z.infer<typeof VolumeClientSchema>
/** A client's row of the revenue dashboard. */
export type RevenueClient = z.infer<typeof RevenueClientSchema>
/** A client's row of the infrastructure dashboard. */
export type InfrastructureClient = z.infer<typeof InfrastructureClientSchema>
/** A sender account. */
export type EmailAccount = z.infer<typeof EmailAccountSchema>
/** A page of sender accounts. */
export type EmailAccountPage = z.infer<typeof emailAccountPageSchema>
/** How much of a dashboard is there. */
export type Coverage = z.infer<typeof coverageSchema>
/** A workspace whose figures are not the newest, and why. */
export type WorkspaceBehind = z.infer<typeof workspaceBehindSchema>
/** The sums of one currency. */
export type RevenueTotal = z.infer<typeof revenueTotalSchema>
/** What the KPI dashboard shows. */
export type KPIAnswer = z.infer<typeof kpiAnswerSchema>
/** What the volume dashboard shows. */
export type VolumeAnswer = z.infer<typeof volumeAnswerSchema>
/** What the revenue dashboard shows. */
export type RevenueAnswer = z.infer<typeof revenueAnswerSchema>
/** What the infrastructure dashboard shows. */
export type InfrastructureAnswer = z.infer<typeof infrastructureAnswerSchema>
/** One line of a forced refresh. */
export type RefreshEvent = z.infer<typeof refreshEventSchema>
