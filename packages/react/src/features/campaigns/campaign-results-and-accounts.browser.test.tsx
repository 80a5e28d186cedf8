import { sampleCampaign, sampleProvider } from '@headwater/core/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderInHub } from '../../../.storybook/render-in-hub.tsx'
import { failing } from '../../../.storybook/story-hub.ts'
import {
  CampaignAnalytics,
  CampaignProgress,
  ConnectProvider,
  GuidedBulkSMSFlow,
  ProviderList,
} from '../../campaigns.ts'
import { customers, withCampaigns } from './campaign-stories.ts'

beforeEach(() => page.viewport(1100, 800))
afterEach(() => void vi.restoreAllMocks())

const sent = sampleCampaign({
  name: 'Spring: 20 % off',
  status: 'completed',
  data_model_id: customers.id,
  target_criteria: { combinator: 'and', rules: [] },
  counters: { recipients: 400, delivered: 370, failed: 30, segments: 400, cost_micros: 3_160_000 },
})

/** The rows of the file that a button saves. */
async function savedBy(click: () => Promise<void>): Promise<string[][]> {
  const spy = vi.spyOn(URL, 'createObjectURL')
  await click()
  await vi.waitFor(() => expect(spy).toHaveBeenCalled(), 10_000)
  const [file] = spy.mock.lastCall ?? []
  if (!(file instanceof Blob)) throw new Error('No file was saved.')
  const rows = (await file.text()).trim().split(/\r\n/)
  return rows.map((row) => row.split(','))
}

describe('exports', () => {
  test('the figures hold each counter, and add up to the recipients', async () => {
    const { options } = withCampaigns({ campaigns: [sent] })
    const { screen } = await renderInHub(<CampaignAnalytics campaignId={sent.id} />, options)
    const rows = await savedBy(() => screen.getByRole('button', { name: 'Export figures' }).click())
    expect(rows[0]).toEqual(['section', 'name', 'measure', 'value'])
    const counters = new Map(
      rows.filter(([section]) => section === 'counters').map(([, name, , value]) => [name, Number(value)]),
    )
    const states = ['pending', 'held', 'sent', 'delivered', 'failed', 'suppressed']
    expect(states.reduce((sum, state) => sum + (counters.get(state) ?? Number.NaN), 0)).toBe(400)
    expect(counters.get('recipients')).toBe(400)
  })

  test('the recipients are all in the file, whatever page and filter the table shows', async () => {
    const { campaigns, options } = withCampaigns({ campaigns: [sent] })
    const { screen } = await renderInHub(<CampaignAnalytics campaignId={sent.id} />, options)
    await screen.getByLabelText('State').selectOptions('Failed')
    const rows = await savedBy(() => screen.getByRole('button', { name: 'Export recipients' }).click())
    expect(rows).toHaveLength(401)
    expect(rows.filter(([, status]) => status === 'failed')).toHaveLength(30)
    expect(campaigns.requests.filter((one) => one.endsWith('/messages')).length).toBeGreaterThan(1)
  })

  test('an export that fails says so, and no half of a file is saved', async () => {
    const { campaigns, options } = withCampaigns({ campaigns: [sent] })
    let broken = false
    const { screen } = await renderInHub(<CampaignAnalytics campaignId={sent.id} />, {
      ...options,
      fail: (request) =>
        broken && request.url.includes('/messages')
          ? new Response(null, { status: 503 })
          : campaigns.answer(request),
    })
    await expect.element(screen.getByRole('button', { name: 'Export recipients' })).toBeVisible()
    const saved = vi.spyOn(URL, 'createObjectURL')
    broken = true
    await screen.getByRole('button', { name: 'Export recipients' }).click()
    await expect.element(screen.getByRole('alert')).toBeVisible()
    expect(saved).not.toHaveBeenCalled()
  })
})

describe('accounts to send by', () => {
  test('an account is connected where the flow needs one, and is chosen at once', async () => {
    const { campaigns, options } = withCampaigns({ providers: [] })
    const { screen } = await renderInHub(<GuidedBulkSMSFlow />, options)
    await screen.getByRole('button', { name: 'Connect an account' }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByLabelText('Account SID').fill(`AC${'0'.repeat(32)}`)
    await dialog.getByLabelText('Auth token').fill('very secret')
    await dialog.getByLabelText('Send from').fill('+1 500 555 0006')
    await dialog.getByLabelText('Price of a segment').fill('0,0079')
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect.element(screen.getByRole('combobox', { name: 'Send by' })).toHaveDisplayValue('Twilio')
    expect(campaigns.state.providers).toMatchObject([
      { kind: 'twilio', config: { from: '+15005550006' }, price_micros: 7900 },
    ])
    expect(JSON.stringify(campaigns.state.providers)).not.toContain('very secret')
  })

  test('each wrong entry is named, and nothing is asked of the server', async () => {
    const { campaigns, options } = withCampaigns()
    const { screen } = await renderInHub(<ConnectProvider />, options)
    await screen.getByRole('button', { name: 'Connect an account' }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByLabelText('Account SID').fill('AC12')
    await dialog.getByLabelText('Segments a second').fill('many')
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    for (const words of [/^An account SID is/, /^Enter the auth token/, /^Write a number/, /^Give a number/])
      await expect.element(dialog.getByText(words)).toBeVisible()
    expect(campaigns.requests.filter((one) => one.startsWith('POST'))).toEqual([])
  })

  test('a refused account stays in the form with the reason, without its token after closing', async () => {
    const { campaigns, options } = withCampaigns()
    const fail = failing('POST')
    const { screen } = await renderInHub(<ConnectProvider />, {
      ...options,
      fail: async (request) => (await fail(request)) ?? campaigns.answer(request),
    })
    await screen.getByRole('button', { name: 'Connect an account' }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByLabelText('Account SID').fill(`AC${'0'.repeat(32)}`)
    await dialog.getByLabelText('Auth token').fill('very secret')
    await dialog.getByLabelText('Send from').fill('+15005550006')
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect.element(dialog.getByRole('alert')).toBeVisible()
    await expect.element(dialog.getByLabelText('Account SID')).toHaveValue(`AC${'0'.repeat(32)}`)
    await dialog.getByRole('button', { name: 'Cancel' }).last().click()
    await screen.getByRole('button', { name: 'Connect an account' }).click()
    await expect.element(screen.getByRole('dialog').getByLabelText('Auth token')).toHaveValue('')
  })

  test('an account that waits for its vendor says so, and takes new credentials', async () => {
    const provider = sampleProvider({
      kind: 'twilio',
      name: 'Main line',
      has_credentials: true,
      last_error: 'The vendor refused the account’s credentials.',
    })
    const { campaigns, options } = withCampaigns({ providers: [provider] })
    const { screen } = await renderInHub(<ProviderList />, options)
    await expect.element(screen.getByText('Needs attention')).toBeVisible()
    await screen.getByRole('button', { name: 'Actions for Main line' }).click()
    await screen.getByRole('menuitem', { name: 'Replace credentials' }).click()
    await screen.getByRole('dialog').getByLabelText('Auth token').fill('new')
    await screen.getByRole('dialog').getByRole('button', { name: 'Replace' }).click()
    await expect.element(screen.getByText('Ready')).toBeVisible()
    expect(campaigns.requests).toContain(`PUT /providers/${provider.id}`)
  })

  test('a campaign says that it waits while its vendor can’t be reached, and stops saying so', async () => {
    const provider = sampleProvider({
      kind: 'twilio',
      name: 'Main line',
      has_credentials: true,
      paused_until: '2031-01-01T00:00:00.000Z',
    })
    const waiting = sampleCampaign({
      status: 'active',
      provider_id: provider.id,
      counters: { recipients: 20, pending: 20 },
    })
    const { campaigns, options } = withCampaigns({ campaigns: [waiting], providers: [provider], perRead: 0 })
    const { screen } = await renderInHub(<CampaignProgress campaign={waiting} />, options)
    await expect.element(screen.getByText('Main line can’t be reached')).toBeVisible()
    await expect.element(screen.getByText(/^20 recipients wait\. The next try is at/)).toBeVisible()
    campaigns.state.providers = [{ ...provider, paused_until: null }]
    await expect.element(screen.getByText('Main line can’t be reached')).not.toBeInTheDocument()
  })
})
