import { cpuUsage } from 'node:process'
import type postgres from 'postgres'
import * as z from 'zod/mini'
import { CredentialKeyError, type CredentialBox } from '../credentials.ts'
import { createVendor, readAccount, type OpenAccount } from '../open-vendor.ts'
import type { SendOutcome, Vendor, VendorSettings } from '../vendor.ts'
import { keepTurn, readOutlook, type RunningCampaign, type Turn } from './campaign-turn.ts'
import {
  beginBatch,
  judgeOf,
  outcomeRow,
  recordOutcomes,
  type AttemptOutcome,
  type BegunMessage,
} from './dispatch.ts'
import { reconcile } from './reconcile.ts'

/** What a slice works with. */
export interface SliceOptions {
  sql: postgres.Sql
  credentials: CredentialBox
  vendors: VendorSettings
  /** After that much wall clock the rest is handed to the next worker, in milliseconds. */
  sliceMs: number
  /** After that much CPU time too: a hosted function has 2 s. */
  cpuBudgetMs: number
  /** How long a turn stays hidden. */
  visibilitySeconds: number
  /** Messages in one transaction, at most. */
  batchMessages: number
  /** Requests to a vendor at a time. */
  concurrency: number
  /** After that much time without an answer the vendor is asked what became of an attempt. */
  doubtSeconds: number
  /** After that much time an attempt that can't be asked about is given up. */
  giveUpSeconds: number
}

const grantSchema = z.object({ granted: z.int(), wait_ms: z.int() })

/** How often the vendor is asked about attempts in doubt. */
const RECONCILE_EVERY_MS = 500

/** Work that is due within that time is waited for here, while the slice lasts. */
const WAIT_HERE_SECONDS = 2

/** A vendor is down after so many requests in a row that came to no answer; one that has not answered at all, after the first. */
const DOWN_AFTER = 10

/** The longest pause after failures in a row. */
const MAX_PAUSE_SECONDS = 60

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function cpuMs(): number {
  const { user, system } = cpuUsage()
  return (user + system) / 1000
}

/** What follows a slice: the turn comes back after so many seconds. Null: nothing is left to do. */
export type Next = { seconds: number } | null

/** Opens a campaign's account. Null: the campaign is paused, and says why. */
async function openAccount(
  { sql, credentials }: SliceOptions,
  campaign: RunningCampaign,
): Promise<OpenAccount | null> {
  const stop = async (message: string): Promise<null> => {
    await sql`select headwater.stop_campaign(${campaign.id}, 'paused', 'PROVIDER_MISSING', ${message})`
    return null
  }
  if (campaign.provider_id === null) return stop('The account to send by is gone.')
  try {
    const account = await readAccount(sql, credentials, campaign.provider_id)
    if (account === null) return await stop('The account to send by is gone.')
    if (account.kind !== 'console' && Object.keys(account.credentials).length === 0)
      return await stop('The account has no credentials. Enter them, then resume.')
    return account
  } catch (error) {
    if (error instanceof CredentialKeyError) return stop(error.message)
    throw error
  }
}

/** Sends a campaign's due messages for one slice. */
export async function runSlice(options: SliceOptions, campaign: RunningCampaign, turn: Turn): Promise<Next> {
  const { sql, doubtSeconds } = options
  const account = await openAccount(options, campaign)
  if (account === null) return null
  const vendor: Vendor = createVendor(account, options.vendors)
  const judge = judgeOf(campaign)
  const endsAt = performance.now() + options.sliceMs
  const cpuEndsAt = cpuMs() + options.cpuBudgetMs
  const isSpent = (): boolean => performance.now() > endsAt || cpuMs() > cpuEndsAt

  const inFlight = new Set<Promise<void>>()
  let outcomes: AttemptOutcome[] = []
  let flushing: Promise<void> = Promise.resolve()
  let outagesInRow = 0
  // Answers of a vendor that works, whatever they say.
  let answered = 0
  let isUnauthorized = false
  let refusedFor = 0

  function note(message: BegunMessage, outcome: SendOutcome): void {
    outcomes.push(outcomeRow(message.attemptId, outcome))
    if (outcome.outcome === 'unauthorized') isUnauthorized = true
    else if (outcome.outcome === 'unknown' || (outcome.outcome === 'refused' && outcome.isOutage))
      outagesInRow++
    else {
      answered++
      outagesInRow = 0
    }
    if (outcome.outcome === 'refused' && !outcome.isOutage)
      refusedFor = Math.max(refusedFor, outcome.retryAfterMs ?? 1000)
  }
  function flush(): Promise<void> {
    const rows = outcomes
    outcomes = []
    flushing = flushing.then(() => recordOutcomes(sql, rows, doubtSeconds))
    return flushing
  }
  function launch(message: BegunMessage): void {
    const sending = vendor
      .send(message)
      .then((outcome) => note(message, outcome))
      .finally(() => inFlight.delete(sending))
    inFlight.add(sending)
  }

  let keptAt = performance.now()
  let askedAt = Number.NEGATIVE_INFINITY
  let next: Next | undefined
  try {
    while (next === undefined) {
      if (performance.now() - keptAt > options.visibilitySeconds * 300) {
        keptAt = performance.now()
        await keepTurn(sql, turn, options.visibilitySeconds)
      }
      if (outcomes.length > 0) await flush()
      if (isUnauthorized) {
        const why = 'The vendor refused the account’s credentials. Enter them anew, then resume.'
        await sql`select headwater.stop_campaign(${campaign.id}, 'paused', 'PROVIDER_AUTH', ${why})`
        await sql`update public.message_providers set last_error = ${why} where id = ${account.id}`
        next = { seconds: 1 }
        break
      }
      if (outagesInRow >= (answered === 0 ? 1 : DOWN_AFTER)) {
        // Nothing more leaves until those under way have ended; one of them may be answered.
        if (inFlight.size > 0) {
          await Promise.race(inFlight)
          continue
        }
        // Longer after each failure: a vendor that is down for an hour is not asked a thousand times.
        const [row] = await sql<{ seconds: number }[]>`
          update public.message_providers set failure_count = failure_count + 1, last_error = 'The vendor can’t be reached.',
            paused_until = clock_timestamp() + make_interval(secs => least(${MAX_PAUSE_SECONDS}, power(2, least(failure_count, 10))))
          where id = ${account.id} returning least(${MAX_PAUSE_SECONDS}, power(2, least(failure_count - 1, 10)))::float8 seconds`
        next = { seconds: row?.seconds ?? 1 }
        break
      }
      if (isSpent()) {
        next = { seconds: 0 }
        break
      }
      if (performance.now() - askedAt > RECONCILE_EVERY_MS) {
        askedAt = performance.now()
        await reconcile(sql, {
          campaignId: campaign.id,
          vendor,
          giveUpSeconds: options.giveUpSeconds,
          doubtSeconds,
        })
      }
      // A vendor that was down gets one message, not as many as may be in doubt afterwards, until it answers.
      const concurrency = account.failureCount > 0 && answered === 0 ? 1 : options.concurrency
      const room = Math.min(options.batchMessages, concurrency - inFlight.size)
      if (room <= 0) {
        await Promise.race(inFlight)
        continue
      }
      if (refusedFor > 0) {
        // The refused wait as long as the vendor asks; the others go on with an empty bucket.
        await sql`update headwater.provider_buckets set tokens = least(tokens, 0) where provider_id = ${account.id}`
        await sleep(Math.min(refusedFor, 100))
        refusedFor = 0
      }
      const grant = grantSchema.parse(
        (await sql`select * from headwater.take_segments(${account.id}, ${room}::integer)`)[0],
      )
      if (grant.granted === 0) {
        if (grant.wait_ms > 2000 && inFlight.size === 0) {
          next = { seconds: grant.wait_ms / 1000 }
          break
        }
        await sleep(Math.min(grant.wait_ms, 250))
        continue
      }
      const { claimed, begun } = await beginBatch(sql, {
        campaign,
        account,
        judge,
        granted: grant.granted,
        doubtSeconds,
      })
      for (const message of begun) launch(message)
      if (claimed > 0) continue
      if (inFlight.size > 0) await Promise.race(inFlight)
      // What was answered meanwhile is looked at first.
      if (inFlight.size > 0 || outcomes.length > 0) continue
      next = await nextOf(sql, campaign.id)
      if (next !== null && next.seconds < WAIT_HERE_SECONDS) {
        // The queue wakes nobody to the split second.
        await sleep(Math.min(next.seconds * 1000, 250))
        next = undefined
      }
    }
  } finally {
    await Promise.allSettled(inFlight)
    await flush()
  }
  if (answered > 0)
    await sql`update public.message_providers set failure_count = 0, last_error = null, paused_until = null
      where id = ${account.id} and (failure_count > 0 or last_error is not null)`
  return next ?? null
}

/** When a campaign has work again; null where it never will. */
export async function nextOf(sql: postgres.Sql, campaignId: string): Promise<Next> {
  const outlook = await readOutlook(sql, campaignId)
  if (outlook === null) return null
  const times = [
    ...(outlook.status === 'active' && outlook.next_at ? [outlook.next_at] : []),
    ...(outlook.next_doubt_at ? [outlook.next_doubt_at] : []),
  ].map((time) => time.getTime())
  if (times.length === 0) return null
  return { seconds: Math.min(300, Math.max(0, (Math.min(...times) - Date.now()) / 1000)) }
}
