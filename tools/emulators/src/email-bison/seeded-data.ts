import { seededRandom, wholeBetween } from '../seeded-random.ts'

/** A workspace as `GET /api/workspaces/v1.1` lists it. */
export interface BisonWorkspace {
  id: number
  name: string
  personal_team: boolean
  main: boolean
  sender_email_limit: number
  created_at: string
  updated_at: string
}

/** What a workspace did on one day, or in some days together. */
export interface BisonStats {
  emails_sent: number
  total_leads_contacted: number
  opened: number
  unique_opens: number
  replied: number
  unique_replies: number
  bounced: number
  unsubscribed: number
  interested: number
}

/** A sender account as `GET /api/sender-emails` lists it. */
export interface BisonSenderEmail {
  id: number
  name: string
  email: string
  daily_limit: number
  type: string
  status: string
  warmup_enabled: boolean
  emails_sent_count: number
  bounced_count: number
  total_replied_count: number
  unique_replied_count: number
  interested_leads_count: number
  tags: { id: number; name: string; default: boolean }[]
  created_at: string
  updated_at: string
}

const firstWords = [
  'Alder',
  'Birch',
  'Cedar',
  'Dahlia',
  'Elm',
  'Fern',
  'Ginkgo',
  'Hazel',
  'Iris',
  'Juniper',
  'Kelp',
  'Linden',
  'Maple',
  'Nettle',
]
const lastWords = [
  'Analytics',
  'Capital',
  'Dental',
  'Freight',
  'Health',
  'Legal',
  'Logistics',
  'Partners',
  'Robotics',
  'Software',
  'Studios',
]
const people = [
  'Ada',
  'Ben',
  'Cleo',
  'Dara',
  'Eli',
  'Fay',
  'Gus',
  'Hana',
  'Ivo',
  'Jun',
  'Kai',
  'Lea',
  'Max',
  'Nia',
  'Oto',
  'Pia',
]
const created = '2025-01-06T09:00:00.000000Z'

/** The id of the workspace at a place in the list, from 0. */
export const workspaceIdAt = (index: number): number => 101 + index

function nameAt(index: number): string {
  const round = Math.floor(index / firstWords.length)
  const last = lastWords[(index + round) % lastWords.length] ?? ''
  const first = firstWords[index % firstWords.length] ?? ''
  return round >= lastWords.length ? `${first} ${last} ${round}` : `${first} ${last}`
}

/** The workspace at a place in the list. */
export function workspaceAt(index: number): BisonWorkspace {
  return {
    id: workspaceIdAt(index),
    name: nameAt(index),
    personal_team: false,
    main: index === 0,
    sender_email_limit: 200,
    created_at: created,
    updated_at: created,
  }
}

/** What a workspace did on a day, given as days since 1970. The same for the same seed, on every machine. */
function statsOfDay(seed: number, workspaceId: number, day: number): BisonStats {
  const scale = wholeBetween(seededRandom(seed, 'scale', workspaceId), 150, 1600)
  const random = seededRandom(seed, 'day', workspaceId, day)
  const isWeekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6
  const sent = Math.round(scale * (isWeekend ? 0.08 : 0.75 + random() * 0.5))
  const replied = Math.round(sent * (0.01 + random() * 0.03))
  const opened = Math.round(sent * (0.3 + random() * 0.3))
  return {
    emails_sent: sent,
    total_leads_contacted: Math.round(sent * 0.6),
    opened,
    unique_opens: Math.round(opened * 0.7),
    replied,
    unique_replies: Math.round(replied * 0.9),
    bounced: Math.round(sent * random() * 0.03),
    unsubscribed: Math.round(sent * random() * 0.004),
    interested: Math.round(replied * random() * 0.35),
  }
}

const noStats = (): BisonStats => ({
  emails_sent: 0,
  total_leads_contacted: 0,
  opened: 0,
  unique_opens: 0,
  replied: 0,
  unique_replies: 0,
  bounced: 0,
  unsubscribed: 0,
  interested: 0,
})

const DAY_MS = 86_400_000

/** What a workspace did from one day to another, both included, given as `YYYY-MM-DD`. */
export function statsBetween(seed: number, workspaceId: number, start: string, end: string): BisonStats {
  const sum = noStats()
  const last = Date.parse(`${end}T00:00:00Z`) / DAY_MS
  for (let day = Date.parse(`${start}T00:00:00Z`) / DAY_MS; day <= last; day++) {
    const one = statsOfDay(seed, workspaceId, day)
    sum.emails_sent += one.emails_sent
    sum.total_leads_contacted += one.total_leads_contacted
    sum.opened += one.opened
    sum.unique_opens += one.unique_opens
    sum.replied += one.replied
    sum.unique_replies += one.unique_replies
    sum.bounced += one.bounced
    sum.unsubscribed += one.unsubscribed
    sum.interested += one.interested
  }
  return sum
}

/** A workspace's sender accounts: 140 to 180, about one in nine of them not connected. */
export function senderEmailsOf(seed: number, workspaceId: number): BisonSenderEmail[] {
  const random = seededRandom(seed, 'senders', workspaceId)
  const count = wholeBetween(random, 140, 180)
  return Array.from({ length: count }, (_, index) => {
    const name = people[wholeBetween(random, 0, people.length - 1)] ?? 'Ada'
    const sent = wholeBetween(random, 0, 4000)
    const draw = random()
    return {
      id: workspaceId * 1000 + index,
      name,
      email: `${name.toLowerCase()}.${index}@mail${workspaceId}.example`,
      daily_limit: wholeBetween(random, 2, 5) * 5,
      type: draw < 0.5 ? 'google_workspace_oauth' : draw < 0.85 ? 'microsoft_oauth' : 'custom',
      status: random() < 0.89 ? 'Connected' : 'Not connected',
      warmup_enabled: random() < 0.6,
      emails_sent_count: sent,
      bounced_count: Math.round(sent * random() * 0.05),
      total_replied_count: Math.round(sent * random() * 0.04),
      unique_replied_count: Math.round(sent * random() * 0.03),
      interested_leads_count: Math.round(sent * random() * 0.006),
      tags: random() < 0.3 ? [{ id: 1, name: 'Batch A', default: false }] : [],
      created_at: created,
      updated_at: created,
    }
  })
}

/** A workspace's campaigns: one to four. */
export function campaignsOf(seed: number, workspaceId: number): Record<string, unknown>[] {
  const random = seededRandom(seed, 'campaigns', workspaceId)
  return Array.from({ length: wholeBetween(random, 1, 4) }, (_, index) => {
    const sent = wholeBetween(random, 500, 20_000)
    return {
      id: workspaceId * 100 + index,
      uuid: `00000000-0000-4000-8000-${String(workspaceId * 100 + index).padStart(12, '0')}`,
      name: `Outreach ${index + 1}`,
      type: 'outbound',
      status: random() < 0.7 ? 'Active' : 'Paused',
      completion_percentage: wholeBetween(random, 0, 100),
      emails_sent: sent,
      opened: Math.round(sent * 0.4),
      replied: Math.round(sent * 0.03),
      unique_replies: Math.round(sent * 0.025),
      bounced: Math.round(sent * 0.02),
      unsubscribed: Math.round(sent * 0.003),
      interested: Math.round(sent * 0.006),
      total_leads: sent,
      total_leads_contacted: Math.round(sent * 0.6),
      max_emails_per_day: 1000,
      max_new_leads_per_day: 500,
      tags: [],
      created_at: created,
      updated_at: created,
    }
  })
}
