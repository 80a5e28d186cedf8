// What every exported component keeps to, one list for all of them.
import { HubNetworkError, type DataModel, type ImportJob } from '@headwater/core'
import { sampleJob, sampleModel, sampleRecords } from '@headwater/core/testing'
import axe from 'axe-core'
import type { ReactElement, RefCallback } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { InDashboards } from '../.storybook/in-dashboards.tsx'
import { renderInHub, type RenderInHubOptions } from '../.storybook/render-in-hub.tsx'
import { createStoryHub, pending } from '../.storybook/story-hub.ts'
import * as dashboards from './dashboards.ts'
import { sampleDashboards, sampleHealth, sampleIncidents } from './features/dashboards/dashboard-stories.ts'
import * as everything from './index.ts'
import {
  Badge,
  Button,
  Callout,
  createRowFixes,
  DataModelList,
  EmptyState,
  ErrorState,
  FileUpload,
  HubProvider,
  ImportColumnsStep,
  ImportFileStep,
  ImportFixStep,
  ImportHistory,
  ImportJobCard,
  ImportJobsMonitor,
  ImportNotices,
  ImportPolicyStep,
  ImportReadingStep,
  ImportResult,
  ImportRunStep,
  ImportWizard,
  ModelBuilder,
  RecordsTable,
  RowFixer,
  SelectField,
  Tabs,
  TextField,
  ThemeRoot,
  type CheckedFile,
  type FileStart,
  type HubCopy,
} from './index.ts'
import { commonCopy } from './provider/common-copy.ts'

/** What a host puts on a component. */
interface HostProps {
  className: string
  'data-host': string
  ref: RefCallback<Element>
}

interface Subject {
  element(props: HostProps): ReactElement
  /** Where the host's props and ref go; a field's go to its control, and its class to the frame. @default 'root' */
  reaches?: 'root' | 'control'
  /** Whether there is something to tab to. @default true */
  hasControl?: boolean
}

// Data without a Latin letter: each one on the page is a word of ours.
const model: DataModel = sampleModel({
  name: 'Πελάτες',
  description: 'Όλοι',
  fields: [
    { id: 'a', name: 'όνομα', type: 'text', required: true },
    { id: 'b', name: 'ποσό', type: 'number' },
    { id: 'c', name: 'χώρα', type: 'select', options: ['Ελλάδα', 'Κύπρος'] },
  ],
})
const records = sampleRecords(model, 3).map((record) => ({ ...record, data: { όνομα: 'Άννα', ποσό: 12 } }))
const job: ImportJob = sampleJob({ file_name: 'πελάτες', status: 'processing', finished_at: null })
// One row without a name.
const fixes = createRowFixes({
  rows: [
    { rowNumber: 3, values: { Όνομα: '' }, issues: [{ field: 'όνομα', code: 'REQUIRED', message: '' }] },
  ],
  fields: model.fields,
  columns: ['Όνομα'],
  mapping: { όνομα: 'Όνομα' },
  check: () => ({ ok: false, issues: [{ field: 'όνομα', code: 'REQUIRED', message: '' }] }),
})
const checked: CheckedFile = {
  result: { checked: 9, invalid: 1, columns: ['Όνομα'], marks: [], taken: {} },
  fixes,
  beyond: 0,
  unanswered: [],
}
const found = <Value,>(value: Value) => ({ value, confidence: 0.7, reason: 'Φαίνεται.' })
const start: FileStart = {
  fileType: 'csv',
  detected: {
    file_type: found('csv' as const),
    encoding: found('utf-8' as const),
    delimiter: found(';'),
    quote: found('"'),
    escape: found('"'),
    line_ends: found('\n' as const),
    skip_rows: found(0),
    header_rows: found(1),
    footer_rows: found(0),
    trailing_delimiter: found(false),
    ragged_rows: found('reject' as const),
    blank_rows: found('skip' as const),
    json_path: found(''),
    warnings: [],
    options: { delimiter: ';' },
  },
  columns: ['Όνομα', 'Ποσό'],
  rows: [{ rowNumber: 2, values: { Όνομα: 'Άννα', Ποσό: '12' }, issue: null }],
  types: [],
  proposal: {
    plan: { όνομα: { columns: ['Όνομα'], steps: [{ kind: 'trim' }] } },
    matches: { όνομα: { confidence: 0.6, reason: 'values', sure: false } },
  },
  signature: '',
}
const nothing = () => {}
const neverRun = () => new Promise<null>(() => {})
const { fail: answerDashboards } = sampleDashboards({
  workspaces: 3,
  accountsEach: 2,
  // What core finds odd is a sentence of its own.
  revenue: () => ({ marginMinor: 5000 }),
  names: ['Αθήνα', 'Πάτρα', 'Βόλος'],
  health: sampleHealth({
    deductions: [
      { metric: 'stats_age', subject: '', severity: 'warning', value: 14, threshold: 10, points: 45 },
    ],
  }),
  incidents: sampleIncidents().filter(({ subject }) => subject === ''),
})
const backend = {
  models: [model],
  records,
  jobs: [job],
  ...(answerDashboards ? { fail: answerDashboards } : {}),
}

const subjects: Readonly<Record<string, Subject>> = {
  Badge: { element: (props) => <Badge {...props}>Έτοιμο</Badge>, hasControl: false },
  Button: { element: (props) => <Button {...props}>Σώσε</Button> },
  Callout: {
    element: (props) => (
      <Callout {...props} title="Προσοχή" actions={<Button>Δες</Button>}>
        <p>Λείπει μία στήλη.</p>
      </Callout>
    ),
  },
  DataModelList: {
    element: (props) => <DataModelList {...props} onOpenModel={() => {}} onCreateModel={() => {}} />,
  },
  EmptyState: {
    element: (props) => <EmptyState {...props} title="Τίποτα" actions={<Button>Νέο</Button>} />,
  },
  ErrorState: {
    element: (props) => (
      <ErrorState {...props} error={new HubNetworkError('Χωρίς σύνδεση.')} onRetry={() => {}} />
    ),
  },
  FileUpload: { element: (props) => <FileUpload {...props} model={model} /> },
  HubProvider: {
    element: (props) => (
      <HubProvider {...props} hub={createStoryHub()}>
        <Button>Σώσε</Button>
      </HubProvider>
    ),
  },
  ImportColumnsStep: {
    element: (props) => (
      <ImportColumnsStep
        {...props}
        fields={model.fields}
        start={start}
        value={start.proposal}
        onChange={nothing}
        onBack={nothing}
        onContinue={nothing}
      />
    ),
  },
  ImportFileStep: {
    element: (props) => <ImportFileStep {...props} model={model} maxBytes={1_000_000} onFiles={nothing} />,
  },
  ImportFixStep: {
    element: (props) => (
      <ImportFixStep
        {...props}
        checked={checked}
        check={() => new Promise(nothing)}
        onChecked={nothing}
        troubleOf={() => ({ title: 'Όχι', message: 'Όχι' })}
        onContinue={nothing}
      />
    ),
  },
  ImportHistory: { element: (props) => <ImportHistory {...props} /> },
  ImportJobCard: { element: (props) => <ImportJobCard {...props} job={job} /> },
  ImportJobsMonitor: { element: (props) => <ImportJobsMonitor {...props} /> },
  ImportNotices: { element: (props) => <ImportNotices {...props} />, hasControl: false },
  ImportPolicyStep: {
    element: (props) => (
      <ImportPolicyStep
        {...props}
        fields={model.fields}
        filled={['όνομα', 'ποσό']}
        rows={9}
        value={{ mode: 'upsert', key_fields: ['όνομα'] }}
        onChange={nothing}
        dryRun={{ state: 'none' }}
        onDryRun={nothing}
        onContinue={nothing}
      />
    ),
  },
  ImportReadingStep: {
    element: (props) => (
      <ImportReadingStep {...props} start={start} chosen={{}} onChange={nothing} onContinue={nothing} />
    ),
  },
  ImportResult: { element: (props) => <ImportResult {...props} job={job} onOpenRecords={nothing} /> },
  ImportRunStep: {
    element: (props) => <ImportRunStep {...props} run={neverRun} onBack={nothing} onAnother={nothing} />,
  },
  ImportWizard: { element: (props) => <ImportWizard {...props} model={model} /> },
  ModelBuilder: { element: (props) => <ModelBuilder {...props} model={model} onCancel={() => {}} /> },
  RecordsTable: { element: (props) => <RecordsTable {...props} model={model} /> },
  RowFixer: { element: (props) => <RowFixer {...props} fixes={fixes} /> },
  SelectField: {
    element: (props) => (
      <SelectField {...props} label="Χώρα" hint="Μία." error="Λείπει.">
        <option>Ελλάδα</option>
      </SelectField>
    ),
    reaches: 'control',
  },
  Tabs: {
    element: (props) => (
      <Tabs
        {...props}
        label="Μέρη"
        tabs={[
          { value: 'a', label: 'Πρώτο', content: <p>Ένα</p> },
          { value: 'b', label: 'Δεύτερο', content: <p>Δύο</p> },
        ]}
      />
    ),
  },
  TextField: {
    element: (props) => <TextField {...props} label="Όνομα" hint="Ολόκληρο." error="Λείπει." />,
    reaches: 'control',
  },
  ThemeRoot: {
    element: (props) => (
      <ThemeRoot {...props}>
        <Button>Σώσε</Button>
      </ThemeRoot>
    ),
  },
}

const {
  ConnectWorkspaces,
  DataFreshnessIndicator,
  FreshnessBadge,
  HealthSummary,
  InfrastructureDashboard,
  KpiDashboard,
  RefreshButton,
  RevenueDashboard,
  TargetsEditor,
  ValidationWarnings,
  VolumeDashboard,
} = dashboards

/** Components of the dashboards' entry. */
const dashboardSubjects: Readonly<Record<string, Subject>> = {
  ConnectWorkspaces: { element: (props) => inDashboards(<ConnectWorkspaces {...props} />) },
  DataFreshnessIndicator: {
    element: (props) => (
      <DataFreshnessIndicator {...props} lastUpdated={new Date()} warnings={['Χωρίς στόχο.']} cached />
    ),
    hasControl: false,
  },
  FreshnessBadge: {
    element: (props) => <FreshnessBadge {...props} lastUpdated={new Date()} />,
    hasControl: false,
  },
  HealthSummary: { element: (props) => inDashboards(<HealthSummary {...props} />), hasControl: false },
  InfrastructureDashboard: { element: (props) => inDashboards(<InfrastructureDashboard {...props} />) },
  KpiDashboard: { element: (props) => inDashboards(<KpiDashboard {...props} />) },
  RefreshButton: { element: (props) => <RefreshButton {...props} onRefresh={() => {}} /> },
  RevenueDashboard: { element: (props) => inDashboards(<RevenueDashboard {...props} />) },
  TargetsEditor: { element: (props) => inDashboards(<TargetsEditor {...props} />) },
  ValidationWarnings: {
    element: (props) => <ValidationWarnings {...props} warnings={['Χωρίς στόχο.', 'Χωρίς τιμή.']} />,
  },
  VolumeDashboard: { element: (props) => inDashboards(<VolumeDashboard {...props} />) },
}

function inDashboards(element: ReactElement): ReactElement {
  return <InDashboards>{element}</InDashboards>
}

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

const otherWords: HubCopy = {
  common: marked(commonCopy),
  dashboards: marked(dashboards.dashboardsCopy),
  freshness: marked(dashboards.freshnessCopy),
  dataModels: marked(everything.dataModelsCopy),
  imports: marked(everything.importsCopy),
  importWizard: marked(everything.importWizardCopy),
  records: marked(everything.recordsCopy),
}

/** What a component says on its own, to eyes and to screen readers. */
function saidIn(root: Element): string[] {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const said: string[] = []
  while (texts.nextNode()) said.push(texts.currentNode.textContent ?? '')
  for (const element of root.querySelectorAll('*:not([aria-hidden="true"])'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      said.push(element.getAttribute(name) ?? '')
  // Units and currencies are the same in every language.
  return said.filter((text) => /[a-z]{2}/i.test(text.replaceAll(/\d (MB|kB)|EUR|USD/g, '')))
}

async function show({ element }: Subject, options: RenderInHubOptions = {}) {
  const ref: { held: Element | null } = { held: null }
  const rendered = await renderInHub(
    <div data-slot="">
      {element({ className: 'host-class', 'data-host': 'yes', ref: (node) => void (ref.held = node) })}
    </div>,
    { ...backend, ...options },
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

const said = vi.fn<(...args: readonly unknown[]) => void>()
beforeEach(async () => {
  said.mockReset()
  vi.spyOn(console, 'error').mockImplementation(said)
  vi.spyOn(console, 'warn').mockImplementation(said)
  await page.viewport(1100, 800)
})
afterEach(() => void vi.restoreAllMocks())

test('every exported component is in the list', () => {
  // It draws nothing of its own, so it has no root to hand anything to.
  const rootless = new Set(['DashboardProvider'])
  const componentsOf = (entry: object): string[] =>
    Object.entries(entry)
      .filter(([name, value]) => /^[A-Z]/.test(name) && typeof value === 'function' && !rootless.has(name))
      .map(([name]) => name)
      .toSorted()
  expect(Object.keys(subjects).toSorted()).toEqual(componentsOf(everything))
  expect(Object.keys(dashboardSubjects).toSorted()).toEqual(componentsOf(dashboards))
})

describe.each(Object.entries({ ...subjects, ...dashboardSubjects }))('%s', (_name, subject) => {
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
    const reached = subject.reaches === 'control' ? root().first.querySelector('input, select') : root().first
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
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
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
