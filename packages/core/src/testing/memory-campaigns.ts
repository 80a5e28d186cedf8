import type { AudienceSegment } from '../contracts/audience.ts'
import {
  sendCampaignSchema,
  updateCampaignSchema,
  createCampaignSchema,
  type Campaign,
} from '../contracts/campaigns.ts'
import type { DataModel } from '../contracts/index.ts'
import type { CampaignMessage } from '../contracts/messages.ts'
import { createProviderSchema, updateProviderSchema, type MessageProvider } from '../contracts/providers.ts'
import { createSuppressionsSchema, type Suppression } from '../contracts/suppressions.ts'
import { createSegmentSchema, updateSegmentSchema, recipientQuerySchema } from '../contracts/audience.ts'
import { analyticsOf, messagesOf, simulationOf } from './memory-campaign-figures.ts'
import { matchesGroup } from './memory-campaign-audience.ts'
import { MemoryProblem, problemAnswer } from './memory-problem.ts'
import { sampleCampaign, sampleProvider } from './sample-campaigns.ts'
import { sampleUser } from './sample-data.ts'

/** What campaigns in memory begin with; change it while they are shown. */
export interface MemoryCampaignState {
  campaigns: Campaign[]
  segments: AudienceSegment[]
  suppressions: Suppression[]
  providers: MessageProvider[]
  /** The models whose records are recipients. */
  models: readonly DataModel[]
  records: readonly { id: string; model_id: string; data: Readonly<Record<string, unknown>> }[]
  /** Messages that each read of an active campaign sends. @default 400 */
  perRead: number
}

/** Campaigns in memory: pass `answer` to `createMemorySupabase` as `fail`. */
export interface MemoryCampaigns {
  answer(request: Request): Promise<Response | null>
  state: MemoryCampaignState
  /** Requests so far, such as `POST /campaigns/send`. */
  requests: string[]
}

const now = () => new Date().toISOString()

function paged<Row>(rows: readonly Row[], url: URL, size = 50): Row[] {
  const offset = Number(url.searchParams.get('offset') ?? 0)
  return rows.slice(offset, offset + Number(url.searchParams.get('limit') ?? size))
}

/** Makes campaigns that a backend in memory answers: `campaign-api` in its wire format. Nothing is sent. */
export function createMemoryCampaigns(initial: Partial<MemoryCampaignState> = {}): MemoryCampaigns {
  const state: MemoryCampaignState = {
    campaigns: [],
    segments: [],
    suppressions: [],
    providers: [sampleProvider()],
    models: [],
    records: [],
    perRead: 400,
    ...initial,
  }
  const requests: string[] = []
  const matched = ({ data_model_id: modelId, target_criteria: criteria }: Campaign) =>
    state.records.filter(
      (record) => record.model_id === modelId && (criteria === null || matchesGroup(criteria, record.data)),
    )

  function replace(id: string, change: Partial<Campaign>): Campaign | null {
    const before = state.campaigns.find((one) => one.id === id)
    if (!before) return null
    const next = { ...before, ...change, updated_at: now() }
    state.campaigns = state.campaigns.map((one) => (one.id === id ? next : one))
    return next
  }

  /** A campaign that sends gets on with each look at it. */
  function advanced(campaign: Campaign): Campaign {
    const { counters } = campaign
    if (campaign.status !== 'active') return campaign
    const moved = Math.min(counters.pending, state.perRead)
    const left = counters.pending - moved
    return (
      replace(campaign.id, {
        status: left === 0 ? 'completed' : 'active',
        finished_at: left === 0 ? now() : null,
        counters: {
          ...counters,
          pending: left,
          delivered: counters.delivered + moved,
          segments: counters.segments + moved,
          cost_micros: counters.cost_micros + moved * 7900,
        },
      }) ?? campaign
    )
  }

  function answerCampaign(request: Request, url: URL, rest: string, body: unknown): unknown {
    const [, id = '', action = ''] = /^\/([^/]+)(?:\/(\w+))?$/.exec(rest) ?? []
    if (rest === '' && request.method === 'POST') {
      const input = createCampaignSchema.parse(body)
      const campaign = sampleCampaign({
        ...input,
        ...times(),
        id: crypto.randomUUID(),
        description: input.description ?? null,
        type: input.type ?? 'outreach',
        status: 'draft',
      })
      state.campaigns = [campaign, ...state.campaigns]
      return campaign
    }
    if (rest === '') {
      const search = (url.searchParams.get('search') ?? '').toLowerCase()
      const status = url.searchParams.get('status')
      const size = Number(url.searchParams.get('page_size') ?? 20)
      const page = Number(url.searchParams.get('page') ?? 1)
      const found = state.campaigns
        .map(advanced)
        .filter(
          (one) => one.name.toLowerCase().includes(search) && (status === null || one.status === status),
        )
      return { campaigns: found.slice((page - 1) * size, page * size), total: found.length }
    }
    if (id === 'send') {
      const { campaign_id, scheduled_at, confirmed_recipients } = sendCampaignSchema.parse(body)
      const campaign = state.campaigns.find((one) => one.id === campaign_id)
      if (!campaign) return null
      const { totals } = simulationOf(campaign, matched(campaign), state)
      const recipients = totals.matched - totals.skip
      if (scheduled_at !== undefined) return replace(campaign_id, { status: 'scheduled', scheduled_at })
      return replace(campaign_id, {
        status: 'active',
        started_at: now(),
        materialised_at: now(),
        confirmed_recipients: confirmed_recipients ?? null,
        counters: {
          ...campaign.counters,
          recipients,
          pending: totals.send,
          held: totals.hold,
          failed: totals.fail,
          suppressed: totals.suppress,
          skipped: totals.skip,
        },
      })
    }
    const campaign = state.campaigns.find((one) => one.id === id)
    if (!campaign) return null
    if (action === '' && request.method === 'DELETE') {
      state.campaigns = state.campaigns.filter((one) => one.id !== id)
      return { id }
    }
    if (action === '' && request.method === 'PUT') {
      const { expected_updated_at: expected, ...change } = updateCampaignSchema.parse(body)
      if (expected !== undefined && expected !== campaign.updated_at)
        throw new MemoryProblem('CONFLICT', 'Somebody else changed this campaign meanwhile. Read it again.')
      return replace(
        id,
        Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
      )
    }
    if (action === '') return advanced(campaign)
    if (action === 'pause') return replace(id, { status: 'paused' })
    if (action === 'resume') return replace(id, { status: 'active' })
    if (action === 'cancel')
      return replace(id, { status: campaign.status === 'scheduled' ? 'draft' : 'archived' })
    if (action === 'test') return { provider_message_id: 'SM1', text: campaign.message ?? '', segments: 1 }
    if (action === 'simulate') return simulationOf(campaign, matched(campaign), state, body)
    if (action === 'analytics') return analyticsOf(advanced(campaign))
    if (action === 'assignments') return []
    if (action === 'skipped') return { skipped: [], total: 0 }
    const wanted = url.searchParams.get('status')
    const search = url.searchParams.get('search') ?? ''
    const messages: CampaignMessage[] = messagesOf(campaign, matched(campaign)).filter(
      ({ status, recipient }) => (wanted === null || status === wanted) && recipient.includes(search),
    )
    return { messages: paged(messages, url), total: messages.length }
  }

  function times() {
    const time = now()
    return { created_at: time, updated_at: time }
  }

  function answerOf(request: Request, url: URL, path: string, body: unknown): unknown {
    if (path.startsWith('/campaigns'))
      return answerCampaign(request, url, path.slice('/campaigns'.length), body)
    if (path === '/recipients') {
      const query = recipientQuerySchema.parse(body)
      const { data_model_id: modelId, criteria, limit = 25, offset = 0 } = query
      const found = state.records.filter(
        (record) =>
          record.model_id === modelId && (criteria === undefined || matchesGroup(criteria, record.data)),
      )
      const recipients = found.slice(offset, offset + limit).map(({ id, data }) => ({ id, data }))
      return { total: found.length, recipients, answered_by: 'scan' }
    }
    const id = path.split('/')[2] ?? ''
    if (path.startsWith('/segments')) {
      if (request.method === 'DELETE') {
        state.segments = state.segments.filter((one) => one.id !== id)
        return { id }
      }
      if (request.method === 'PUT') {
        const change = updateSegmentSchema.parse(body)
        state.segments = state.segments.map((one) =>
          one.id === id
            ? { ...one, name: change.name ?? one.name, criteria: change.criteria ?? one.criteria }
            : one,
        )
        return state.segments.find((one) => one.id === id)
      }
      if (request.method === 'GET') return state.segments
      const segment: AudienceSegment = {
        ...createSegmentSchema.parse(body),
        ...times(),
        id: crypto.randomUUID(),
        agency_id: sampleUser.agencyId,
        created_by: sampleUser.id,
      }
      state.segments = [...state.segments, segment]
      return segment
    }
    if (path.startsWith('/suppressions')) {
      if (request.method === 'DELETE') {
        state.suppressions = state.suppressions.filter((one) => one.id !== id)
        return { id }
      }
      if (request.method === 'POST') {
        const { addresses, channel, note = null, reason = 'manual' } = createSuppressionsSchema.parse(body)
        const fresh = addresses.filter(
          (address) => !state.suppressions.some((one) => one.address === address),
        )
        const made = fresh.map((address): Suppression => {
          const row = { channel, address, reason, note, source: 'user' as const, created_at: now() }
          return { ...row, id: crypto.randomUUID(), agency_id: sampleUser.agencyId }
        })
        state.suppressions = [...made, ...state.suppressions]
        return { added: fresh.length, known: addresses.length - fresh.length }
      }
      const search = url.searchParams.get('search') ?? ''
      const found = state.suppressions.filter(({ address }) => address.includes(search))
      return { suppressions: paged(found, url), total: found.length }
    }
    return path.startsWith('/providers') ? answerProviders(request, id, body) : null
  }

  function answerProviders(request: Request, id: string, body: unknown): unknown {
    if (request.method === 'GET') return state.providers
    if (request.method === 'DELETE') {
      state.providers = state.providers.filter((one) => one.id !== id)
      return { id }
    }
    if (request.method === 'PUT') {
      const { credentials: _, ...change } = updateProviderSchema.parse(body)
      const kept = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      state.providers = state.providers.map((one) =>
        one.id === id ? { ...one, ...kept, last_error: null, paused_until: null } : one,
      )
      return state.providers.find((one) => one.id === id)
    }
    const input = createProviderSchema.parse(body)
    const provider = sampleProvider({
      ...times(),
      id: crypto.randomUUID(),
      kind: input.kind,
      channel: input.kind === 'whatsapp-cloud' ? 'whatsapp' : 'sms',
      name: input.name,
      config: { ...input.config },
      has_credentials: input.kind !== 'console',
      segments_per_second: input.segments_per_second ?? 1,
      price_micros: input.price_micros ?? 0,
      currency: input.currency ?? 'USD',
    })
    state.providers = [...state.providers, provider]
    return provider
  }

  async function answer(request: Request): Promise<Response | null> {
    const url = new URL(request.url)
    const path = /\/functions\/v1\/campaign-api(\/.*)$/.exec(url.pathname)?.[1]
    if (path === undefined) return null
    requests.push(`${request.method} ${path}`)
    const text = request.method === 'GET' ? '' : await request.text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    let data: unknown
    try {
      data = answerOf(request, url, path, body)
    } catch (error) {
      if (error instanceof MemoryProblem) return problemAnswer(error.code, error.message)
      throw error
    }
    if (data === null || data === undefined) return problemAnswer('NOT_FOUND', 'There is no such campaign.')
    return Response.json({ data, meta: { request_id: crypto.randomUUID() } })
  }

  return { answer, state, requests }
}
