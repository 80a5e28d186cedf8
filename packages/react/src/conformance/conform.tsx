// What every exported component keeps to.
import axe from 'axe-core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderInHub, type RenderInHubOptions } from '../../.storybook/render-in-hub.tsx'
import { pending, type StoryHubOptions } from '../../.storybook/story-hub.ts'
import { otherWords, saidIn } from './other-words.ts'
import type { Subject, Subjects } from './subject.ts'

/** What {@link conform} holds to the habits. */
export interface ConformOptions {
  /** An entry point's exports: each of its components has to be among the subjects. */
  entry: object
  subjects: Subjects
  backend: StoryHubOptions
  /** Components that draw nothing of their own, so that they have no root to hand anything to. @default [] */
  rootless?: readonly string[]
}

async function draw({ element }: Subject, options: RenderInHubOptions) {
  const ref: { held: Element | null } = { held: null }
  const rendered = await renderInHub(
    <div data-slot="">
      {element({ className: 'host-class', 'data-host': 'yes', ref: (node) => void (ref.held = node) })}
    </div>,
    options,
  )
  const slot = rendered.screen.container.querySelector('[data-slot]')
  const root = () => {
    const first = slot?.firstElementChild
    if (!slot || !first) throw new Error('The component drew nothing.')
    return { slot, first }
  }
  return { ...rendered, ref, root, settled: () => settledIn(root) }
}

/** Waits until nothing loads any more. */
async function settledIn(root: () => { slot: Element }): Promise<void> {
  await expect
    .poll(() => root().slot.querySelectorAll('[aria-busy="true"], .hub-skeleton').length, { timeout: 3000 })
    .toBe(0)
}

/** Tests that each component of an entry point keeps to the habits of all, and that none is left out. */
export function conform({ entry, subjects, backend, rootless = [] }: ConformOptions): void {
  const said = vi.fn<(...args: readonly unknown[]) => void>()
  beforeEach(async () => {
    said.mockReset()
    vi.spyOn(console, 'error').mockImplementation(said)
    vi.spyOn(console, 'warn').mockImplementation(said)
    await page.viewport(1100, 800)
  })
  afterEach(() => void vi.restoreAllMocks())
  const show = (subject: Subject, options: RenderInHubOptions = {}) =>
    draw(subject, { ...backend, ...options })

  test('every exported component is in the list', () => {
    const components = Object.entries(entry)
      .filter(
        ([name, value]) => /^[A-Z]/.test(name) && typeof value === 'function' && !rootless.includes(name),
      )
      .map(([name]) => name)
    expect(Object.keys(subjects).toSorted()).toEqual(components.toSorted())
  })

  describe.each(Object.entries(subjects))('%s', (_name, subject) => {
    test('takes the host’s class beside its own on its root', async () => {
      const { root } = await show(subject)
      expect(
        root()
          .first.className.split(' ')
          .filter((name) => name.startsWith('hub-')),
      ).not.toEqual([])
      expect(root().first.classList).toContain('host-class')
    })

    test('hands other props and the ref to its root, or to its control', async () => {
      const { root, ref } = await show(subject)
      const reached =
        subject.reaches === 'control' ? root().first.querySelector('input, select') : root().first
      expect(reached?.getAttribute('data-host')).toBe('yes')
      expect(ref.held).toBe(reached)
    })

    test('says nothing in the console, in strict mode, and lets go of the ref at the end', async () => {
      const { settled, screen, ref } = await show(subject)
      await settled()
      await screen.unmount()
      expect(said).not.toHaveBeenCalled()
      expect(ref.held).toBeNull()
    })

    test('leaves in the middle of its first load without a warning', async () => {
      const { screen } = await show(subject, { fail: pending })
      await screen.unmount()
      await new Promise(requestAnimationFrame)
      expect(said).not.toHaveBeenCalled()
    })

    test.each(['light', 'dark'] as const)('has no fault that axe finds, in %s', async (colorScheme) => {
      const { root, settled } = await show(subject, { provider: { colorScheme } })
      await settled()
      const { violations } = await axe.run(root().slot, { resultTypes: ['violations'] })
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      )
    })

    test('says no word that the host can’t replace', async () => {
      const { root, settled } = await show(subject, { provider: { copy: otherWords, locale: 'el' } })
      await settled()
      expect(saidIn(root().slot)).toEqual([])
    })

    test('stays within 360 pixels', async () => {
      await page.viewport(360, 740)
      const { root, settled } = await show(subject)
      await settled()
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360)
      expect(root().first.getBoundingClientRect().right).toBeLessThanOrEqual(360)
    })

    test('is reached with Tab when it holds a control', async () => {
      const { root, settled } = await show(subject)
      await settled()
      await userEvent.keyboard('{Tab}')
      expect(root().slot.contains(document.activeElement)).toBe(subject.hasControl !== false)
    })
  })
}
