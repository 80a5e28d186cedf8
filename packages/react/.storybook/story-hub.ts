import { createHub, type Hub, type HubOptions } from '@headwater/core'
import {
  createMemorySupabase,
  memorySend,
  problemAnswer,
  type MemorySupabaseOptions,
} from '@headwater/core/testing'

/** What a story's hub finds in its backend, and how both behave. */
export interface StoryHubOptions extends MemorySupabaseOptions {
  hub?: Omit<HubOptions, 'supabase' | 'send'>
}

/** Makes a hub on a backend in memory. Failures show at once: nothing is tried again unless told. */
export function createStoryHub({ hub, ...backend }: StoryHubOptions = {}): Hub {
  const supabase = createMemorySupabase(backend)
  return createHub({ supabase, send: memorySend(supabase), retry: { maxAttempts: 1 }, ...hub })
}

/** A story's parameters: the backend that its hub talks to, made anew each time that the story is shown. */
export function backend(options: () => StoryHubOptions): { backend: () => StoryHubOptions } {
  return { backend: options }
}

/** The hub for a story's parameters. */
export function hubFor(parameters: Record<string, unknown>): Hub {
  const options = parameters['backend']
  return createStoryHub(typeof options === 'function' ? options() : {})
}

/** The hub that the preview made for a story. */
export function hubOf({ loaded }: { loaded: Record<string, unknown> }): Hub {
  const { hub } = loaded
  if (!isHub(hub)) throw new Error('The preview makes a hub for each story, and this one has none.')
  return hub
}

function isHub(value: unknown): value is Hub {
  return typeof value === 'object' && value !== null && 'queryClient' in value && 'live' in value
}

/** An answer that never comes. */
export function pending(): Promise<Response> {
  return new Promise(() => {})
}

/** The answer of a backend that is down for a moment. */
export function unavailable(): Response {
  return problemAnswer(
    'UNAVAILABLE',
    'The data hub is being updated. Your data is safe. Try again in a minute.',
  )
}

type Fail = NonNullable<MemorySupabaseOptions['fail']>

/** Fails the requests of one method. */
export function failing(method: string, answer: () => Response | Promise<Response> = unavailable): Fail {
  return (request) => (request.method === method ? answer() : null)
}

/** Answers the first read of each address, and fails those after it: what was loaded grows old. */
export function failingAfterFirstRead(): Fail {
  const seen = new Set<string>()
  return ({ method, url }) => {
    if (method !== 'GET') return null
    if (seen.has(url)) return unavailable()
    seen.add(url)
    return null
  }
}

/** Parameters of a story that repeats what another one shows: its contrast was measured there, and takes seconds here. */
export const repeated = { a11y: { config: { rules: [{ id: 'color-contrast', enabled: false }] } } }

/** Globals of a story on a phone. */
export const narrow = { viewport: { value: 'narrow', isRotated: false } }

/** Globals of a story in the dark colour scheme. */
export const dark = { colorScheme: 'dark' }
