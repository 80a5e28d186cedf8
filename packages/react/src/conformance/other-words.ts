// Words of another language in place of all of ours, to find those that a host can't replace.
import * as campaigns from '../campaigns.ts'
import * as dashboards from '../dashboards.ts'
import * as everything from '../index.ts'
import { commonCopy } from '../provider/common-copy.ts'

/** Puts every word of a feature between marks, whatever its shape. */
function marked<Words extends object>(words: Words): Words {
  const mark = (value: unknown): unknown => {
    if (typeof value === 'function')
      return (...args: readonly unknown[]) => `«${args.filter(isWord).join(' ')}»`
    if (typeof value !== 'object' || value === null) return '«»'
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mark(inner)]))
  }
  return Object.assign({ ...words }, mark(words))
}

function isWord(value: unknown): boolean {
  return typeof value === 'string'
}

/** Every word of ours between marks. */
export const otherWords: everything.HubCopy = {
  common: marked(commonCopy),
  campaigns: {
    ...marked(campaigns.campaignsCopy),
    // These get a code, and are what names it.
    operatorName: () => '«»',
    reasonName: () => '«»',
    encodingName: () => '«»',
  },
  dashboards: marked(dashboards.dashboardsCopy),
  freshness: marked(dashboards.freshnessCopy),
  dataModels: marked(everything.dataModelsCopy),
  imports: marked(everything.importsCopy),
  importWizard: marked(everything.importWizardCopy),
  records: marked(everything.recordsCopy),
}

/** What a component says on its own, to eyes and to screen readers. */
export function saidIn(root: Element): string[] {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const said: string[] = []
  while (texts.nextNode()) said.push(texts.currentNode.textContent ?? '')
  for (const element of root.querySelectorAll('*:not([aria-hidden="true"])'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      said.push(element.getAttribute(name) ?? '')
  // Units and currencies are the same in every language.
  return said.filter((text) => /[a-z]{2}/i.test(text.replaceAll(/\d (MB|kB)|EUR|USD/g, '')))
}
