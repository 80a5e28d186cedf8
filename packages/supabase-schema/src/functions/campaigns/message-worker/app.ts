import { createVendor, readAccount } from '../open-vendor.ts'
import { hasSecretKey } from '../../runtime/secret-key.ts'
import { endTurn, keepTurn, readRunning, takeTurn, type RunningCampaign, type Turn } from './campaign-turn.ts'
import { materialise } from './materialise.ts'
import { reconcile } from './reconcile.ts'
import { nextOf, runSlice, type Next, type SliceOptions } from './slice.ts'

/** What the worker is made of. */
export interface MessageWorkerOptions extends SliceOptions {
  /** Keys that may call the worker, in the `apikey` header. */
  secretKeys: readonly string[]
}

/**
 * Sends campaigns, a slice an invocation: takes one campaign's turn, sends what is due at the pace that the account allows, and hands the rest back to
 * the queue. Any number of workers may run; one that is killed leaves attempts in doubt, of which the vendor is asked before anything is sent again.
 */
export function createMessageWorker(options: MessageWorkerOptions): {
  fetch(request: Request): Promise<Response>
} {
  const { sql } = options

  /** A campaign that doesn't run may still have attempts in doubt. */
  async function settle(campaign: RunningCampaign): Promise<Next> {
    const account =
      campaign.provider_id === null ? null : await readAccount(sql, options.credentials, campaign.provider_id)
    if (account !== null)
      await reconcile(sql, {
        campaignId: campaign.id,
        vendor: createVendor(account, options.vendors),
        giveUpSeconds: options.giveUpSeconds,
        doubtSeconds: options.doubtSeconds,
      })
    return nextOf(sql, campaign.id)
  }

  async function work(turn: Turn): Promise<string> {
    const campaign = await readRunning(sql, turn.campaignId)
    if (campaign === null) {
      await endTurn(sql, turn)
      return 'gone'
    }
    if (campaign.status === 'active' && !campaign.materialised && !(await materialise(sql, campaign))) {
      await endTurn(sql, turn)
      return 'stopped'
    }
    const next =
      campaign.status === 'active' ? await runSlice(options, campaign, turn) : await settle(campaign)
    // What came back after its campaign was cancelled, meanwhile too, goes nowhere any more.
    await sql`select headwater.cancel_open_messages(id) from public.campaigns where id = ${campaign.id} and status = 'archived'`
    if (next === null) {
      const [row] = await sql.begin(async (transaction) => {
        const completed = await transaction`select headwater.complete_campaign(${campaign.id}) completed`
        await endTurn(transaction, turn)
        return completed
      })
      return row?.['completed'] === true ? 'completed' : 'nothing to do'
    }
    await keepTurn(sql, turn, next.seconds)
    if (next.seconds < 1) await sql`select headwater.invoke_function('message-worker')`
    return 'more'
  }

  return {
    async fetch(request) {
      if (!hasSecretKey(request, options.secretKeys))
        return Response.json({ error: 'A secret key is needed.' }, { status: 401 })
      const turn = await takeTurn(sql, options.visibilitySeconds)
      if (!turn) return Response.json({ outcome: 'idle' })
      try {
        return Response.json({ outcome: await work(turn) })
      } catch (error) {
        console.error(JSON.stringify({ campaign_id: turn.campaignId, error: String(error) }))
        return Response.json({ outcome: 'failed' }, { status: 500 })
      }
    },
  }
}
