import { sampleCampaign } from '@headwater/core/testing'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderInHub } from '../../../.storybook/render-in-hub.tsx'
import {
  AudienceBuilder,
  CampaignAnalytics,
  CampaignList,
  GuidedBulkSMSFlow,
  MessageComposer,
  SuppressionList,
} from '../../campaigns.ts'
import { customers, providerId, withCampaigns } from './campaign-stories.ts'

beforeEach(() => page.viewport(1100, 800))

const draft = sampleCampaign({
  data_model_id: customers.id,
  provider_id: providerId,
  target_criteria: { combinator: 'and', rules: [] },
})

describe('the guided flow', () => {
  test('leads from nothing to a sent campaign, and keeps the draft on the way', async () => {
    const { campaigns, options } = withCampaigns()
    const onDraftCreated = vi.fn<() => void>()
    const onSent = vi.fn<() => void>()
    const { screen } = await renderInHub(
      <GuidedBulkSMSFlow onDraftCreated={onDraftCreated} onSent={onSent} />,
      options,
    )
    await screen.getByLabelText('Campaign name').fill('Welcome')
    await screen.getByLabelText('Who is it for?').selectOptions('Customers')
    await screen.getByLabelText('Send by').selectOptions('Console')
    await screen.getByRole('button', { name: 'Choose the audience' }).click()
    await expect.element(screen.getByText('400', { exact: true })).toBeVisible()
    expect(onDraftCreated).toHaveBeenCalledOnce()
    await screen.getByRole('button', { name: 'Write the message' }).click()
    await screen.getByLabelText('Message', { exact: true }).fill('Hi {{name|there}}')
    await screen.getByRole('button', { name: 'Set the schedule' }).click()
    await screen.getByRole('button', { name: 'Review' }).click()
    await screen.getByRole('button', { name: /^Send to/ }).click()
    expect(campaigns.requests).not.toContain('POST /campaigns/send')
    await screen
      .getByRole('dialog')
      .getByRole('button', { name: /^Send to/ })
      .click()
    await expect.element(screen.getByText(/Everyone is accounted for/)).toBeVisible()
    expect(onSent).toHaveBeenCalledOnce()
    expect(campaigns.requests.filter((one) => one === 'POST /campaigns/send')).toHaveLength(1)
    expect(campaigns.requests.filter((one) => one === 'POST /campaigns')).toHaveLength(1)
  })

  test('keeps what was chosen when it goes back, and says what is missing', async () => {
    const { options } = withCampaigns()
    const { screen } = await renderInHub(<GuidedBulkSMSFlow />, options)
    await expect.element(screen.getByLabelText('Send by')).toBeVisible()
    await screen.getByRole('button', { name: 'Choose the audience' }).click()
    await expect.element(screen.getByText('Name the campaign.')).toBeVisible()
    await screen.getByLabelText('Campaign name').fill('Welcome')
    await screen.getByLabelText('Who is it for?').selectOptions('Customers')
    await screen.getByLabelText('Send by').selectOptions('Console')
    await screen.getByRole('button', { name: 'Choose the audience' }).click()
    await screen.getByRole('button', { name: 'Add rule' }).click()
    await screen.getByRole('button', { name: 'Back' }).click()
    await expect.element(screen.getByLabelText('Campaign name')).toHaveValue('Welcome')
    await screen.getByRole('button', { name: 'Choose the audience' }).click()
    await expect.element(screen.getByRole('group', { name: 'Rule 1' })).toBeVisible()
  })

  test('leads a link into a later step to the first one that isn’t done', async () => {
    const { options } = withCampaigns({ campaigns: [{ ...draft, message: '' }] })
    const { screen } = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} step="review" />, options)
    await expect.element(screen.getByLabelText('Message', { exact: true })).toBeVisible()
  })

  test('pauses and resumes what is sent', async () => {
    const running = {
      ...draft,
      status: 'active' as const,
      counters: { ...draft.counters, recipients: 9, pending: 9 },
    }
    const { campaigns, options } = withCampaigns({ campaigns: [running], perRead: 0 })
    const { screen } = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} />, options)
    await screen.getByRole('button', { name: 'Pause' }).click()
    await screen.getByRole('button', { name: 'Resume' }).click()
    await expect.element(screen.getByRole('button', { name: 'Pause' })).toBeVisible()
    expect(campaigns.requests.filter((one) => one.startsWith('POST'))).toEqual([
      `POST /campaigns/${draft.id}/pause`,
      `POST /campaigns/${draft.id}/resume`,
    ])
  })
})

describe('the review', () => {
  test('sends to more than a thousand only when their number is typed', async () => {
    const records = Array.from({ length: 1001 }, (_, index) => ({
      id: `0000000b-0000-4000-8000-${String(index).padStart(12, '0')}`,
      model_id: customers.id,
      data: { name: 'Ada', phone: `+1201555${String(index).padStart(4, '0')}` },
    }))
    const { campaigns, options } = withCampaigns({ campaigns: [draft], records })
    const { screen } = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} step="review" />, options)
    await screen.getByRole('button', { name: /^Send to 1,001/ }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Send to/ }).click()
    await expect.element(dialog.getByText(/the number of recipients/)).toBeVisible()
    expect(campaigns.requests).not.toContain('POST /campaigns/send')
    await dialog.getByLabelText(/^Type 1,001/).fill('1,001')
    await dialog.getByRole('button', { name: /^Send to/ }).click()
    await vi.waitFor(() => expect(campaigns.requests).toContain('POST /campaigns/send'), 10_000)
  })
})

test('100,000 recipients are looked at fifty at a time', async () => {
  const { campaigns, options } = withCampaigns({ campaigns: [draft] })
  const asked: unknown[] = []
  const { screen } = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} step="review" />, {
    ...options,
    async fail(request) {
      const query = request.url.endsWith('/simulate') ? await request.clone().text() : null
      const answer = await campaigns.answer(request)
      if (query === null || !answer) return answer
      asked.push(JSON.parse(query))
      const { data, ...rest } = await answer.json()
      const totals = { ...data.totals, matched: 100_000, send: 100_000 }
      return Response.json({ data: { ...data, totals, exact: false }, ...rest })
    },
  })
  await expect.element(screen.getByText('1–50 of 100,000')).toBeVisible()
  await expect.element(screen.getByText(/Reckoned from the first 20,000/)).toBeVisible()
  expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(50)
  await screen.getByRole('button', { name: 'Next' }).click()
  await expect.element(screen.getByText('51–100 of 100,000')).toBeVisible()
  expect(asked.at(-1)).toMatchObject({ offset: 50, limit: 50 })
  expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(50)
})

describe('an audience', () => {
  test('is counted again when a rule changes, and says when nobody matches', async () => {
    const { options } = withCampaigns()
    const { screen } = await renderInHub(<AudienceBuilder model={customers} />, options)
    await expect.element(screen.getByText('400', { exact: true })).toBeVisible()
    await screen.getByRole('button', { name: 'Add rule' }).click()
    await expect.element(screen.getByText(/Complete every rule/)).toBeVisible()
    await screen.getByLabelText('Value').fill('Nobody has this name')
    await expect.element(screen.getByText(/^Nobody matches/)).toBeVisible()
  })

  test('keeps a rule whose field was deleted, says so, and asks nothing of the server', async () => {
    const { campaigns, options } = withCampaigns()
    const rules = [{ field: 'city', operator: '=' as const, value: 'Berlin' }]
    const { screen } = await renderInHub(
      <AudienceBuilder model={customers} defaultValue={{ combinator: 'and', rules }} />,
      options,
    )
    await expect.element(screen.getByText(/no field “city” any more/)).toBeVisible()
    expect(campaigns.requests).not.toContain('POST /recipients')
  })
})

describe('a message', () => {
  test('names the characters that make it dearer, and writes them in standard text', async () => {
    const { options } = withCampaigns()
    const { screen } = await renderInHub(
      <MessageComposer model={customers} defaultValue={{ message: 'It’s here' }} />,
      options,
    )
    await expect.element(screen.getByText(/^’ can’t be written/)).toBeVisible()
    await screen.getByRole('button', { name: 'Write it in standard text' }).click()
    await expect.element(screen.getByLabelText('Message', { exact: true })).toHaveValue("It's here")
  })

  test('takes a merge field with its fallback at the caret', async () => {
    const { options } = withCampaigns()
    const { screen } = await renderInHub(
      <MessageComposer model={customers} defaultValue={{ message: 'Hi 👩‍👩‍👧 ' }} />,
      options,
    )
    await screen.getByRole('button', { name: 'Insert field' }).click()
    await screen.getByRole('menuitem', { name: 'Plan' }).click()
    await screen.getByLabelText(/Where it is empty/).fill('friend')
    await screen.getByRole('button', { name: 'Insert', exact: true }).click()
    await expect
      .element(screen.getByLabelText('Message', { exact: true }))
      .toHaveValue('Hi 👩‍👩‍👧 {{plan|friend}}')
  })
})

test('numbers are added to the suppressions, and lines that are none are named', async () => {
  const { campaigns, options } = withCampaigns()
  const { screen } = await renderInHub(<SuppressionList channel="sms" />, options)
  await screen.getByRole('button', { name: 'Add numbers' }).click()
  const dialog = screen.getByRole('dialog')
  await dialog.getByLabelText('Numbers').fill('+1 201 555 0123\nhello')
  await dialog.getByRole('button', { name: /^Add 2/ }).click()
  await expect.element(dialog.getByText(/country code: hello/)).toBeVisible()
  await dialog.getByLabelText('Numbers').fill('+1 201 555 0123')
  await dialog.getByRole('button', { name: 'Add one number' }).click()
  await expect.element(screen.getByRole('cell', { name: '+12015550123' })).toBeVisible()
  expect(campaigns.state.suppressions).toHaveLength(1)
})

test('the list cancels a scheduled campaign only after asking', async () => {
  const scheduled = { ...draft, status: 'scheduled' as const, scheduled_at: '2027-01-01T09:00:00.000Z' }
  const { campaigns, options } = withCampaigns({ campaigns: [scheduled] })
  const { screen } = await renderInHub(<CampaignList />, options)
  await screen.getByRole('button', { name: 'Actions for Spring offer' }).click()
  await screen.getByRole('menuitem', { name: 'Cancel campaign' }).click()
  expect(campaigns.state.campaigns[0]?.status).toBe('scheduled')
  await screen.getByRole('dialog').getByRole('button', { name: 'Cancel campaign' }).click()
  await expect.element(screen.getByRole('cell', { name: 'Draft' })).toBeVisible()
})

test('the analytics show what the ledger counts, and filter its recipients', async () => {
  const counters = { ...draft.counters, recipients: 30, delivered: 24, failed: 6, segments: 24 }
  const { options } = withCampaigns({ campaigns: [{ ...draft, status: 'completed', counters }] })
  const { screen } = await renderInHub(<CampaignAnalytics campaignId={draft.id} />, options)
  await expect.element(screen.getByText('100%').first()).toBeVisible()
  await screen.getByLabelText('State').selectOptions('Failed')
  await vi.waitFor(() => {
    const cells = [...screen.container.querySelectorAll('section section tbody tr')]
    expect(cells).toHaveLength(6)
  }, 10_000)
})
