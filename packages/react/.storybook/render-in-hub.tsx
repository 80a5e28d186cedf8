// What browser tests render in: the provider on a backend in memory, styled as a host app is.
import type { Hub } from '@headwater/core'
import { StrictMode, type ReactNode } from 'react'
import 'virtual:headwater.css'
import { render } from 'vitest-browser-react'
import { HubProvider, type HubProviderProps } from '../src/index.ts'
import './preview.css'
import { createStoryHub, type StoryHubOptions } from './story-hub.ts'

/** How a test wants its provider. */
export type RenderInHubOptions = StoryHubOptions & {
  provider?: Partial<Omit<HubProviderProps, 'hub' | 'children'>>
}

/** Renders a component as a host app does, on a backend of its own. */
export async function renderInHub(element: ReactNode, { provider, ...backend }: RenderInHubOptions = {}) {
  const hub: Hub = createStoryHub(backend)
  const screen = await render(
    <StrictMode>
      <HubProvider hub={hub} locale="en-GB" colorScheme="light" className="story" {...provider}>
        {element}
      </HubProvider>
    </StrictMode>,
  )
  return { hub, screen }
}

/** A promise that the test answers when it has seen enough. */
export function answerLater<Value>(): { answer: Promise<Value>; resolve(value: Value): void } {
  let resolve: (value: Value) => void = () => {}
  const answer = new Promise<Value>((fulfil) => {
    resolve = fulfil
  })
  return { answer, resolve: (value) => resolve(value) }
}
