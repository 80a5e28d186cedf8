import { sampleCampaign } from '@headwater/core/testing'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderInHub } from '../../../.storybook/render-in-hub.tsx'
import { AudienceBuilder, GuidedBulkSMSFlow } from '../../campaigns.ts'
import { customers, providerId, withCampaigns } from './campaign-stories.ts'

beforeEach(() => page.viewport(1100, 800))

const draft = sampleCampaign({
  message: 'Hello',
  data_model_id: customers.id,
  provider_id: providerId,
  target_criteria: { combinator: 'and', rules: [] },
})

/** A draft that is open here, and in which somebody else can write. */
async function openDraft(step: 'message' | 'schedule' = 'message') {
  const { campaigns, options } = withCampaigns({ campaigns: [draft] })
  const { screen } = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} step={step} />, options)
  const saved = () => campaigns.state.campaigns[0]
  const theirs = (change: Partial<typeof draft>) => {
    const updated_at = new Date(Date.parse(saved()?.updated_at ?? '') + 1).toISOString()
    campaigns.state.campaigns = campaigns.state.campaigns.map((one) => ({ ...one, ...change, updated_at }))
  }
  return { screen, saved, theirs, message: screen.getByLabelText('Message', { exact: true }) }
}

describe('a draft that somebody else changed', () => {
  test('takes their change in where it is another one, and says so', async () => {
    const { screen, saved, theirs, message } = await openDraft()
    await expect.element(message).toHaveValue('Hello')
    theirs({ name: 'Summer offer' })
    await message.fill('Hello there')
    await expect.element(screen.getByText(/Both changes are in it/)).toBeVisible()
    await expect.element(message).toHaveValue('Hello there')
    expect(saved()).toMatchObject({ name: 'Summer offer', message: 'Hello there' })
  })

  test.each([
    ['Keep mine', 'Mine'],
    ['Take theirs', 'Theirs'],
  ])('keeps the typed text and overwrites nothing until somebody decides: %s', async (button, text) => {
    const { screen, saved, theirs, message } = await openDraft()
    await expect.element(message).toHaveValue('Hello')
    theirs({ message: 'Theirs', name: 'Summer offer' })
    await message.fill('Mine')
    await expect.element(screen.getByRole('alert').getByText(/^Both of you changed: Message\./)).toBeVisible()
    await expect.element(message).toHaveValue('Mine')
    expect(saved()?.message).toBe('Theirs')
    await screen.getByRole('button', { name: button }).click()
    await expect.element(message).toHaveValue(text)
    await vi.waitFor(() => expect(saved()).toMatchObject({ message: text, name: 'Summer offer' }), 5000)
  })

  test('shows the progress, and says why nothing can be changed, when they have sent it', async () => {
    const { screen, theirs, message } = await openDraft()
    await expect.element(message).toHaveValue('Hello')
    theirs({ status: 'paused' })
    await message.fill('Too late')
    await expect.element(screen.getByText(/has begun, so it can’t be changed/)).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Resume' })).toBeVisible()
  })
})

test('a draft says that it isn’t saved yet while somebody types, and is kept when they leave at once', async () => {
  const { screen, saved, message } = await openDraft()
  await message.fill('Half a sentence')
  await expect.element(screen.getByText('Not saved yet')).toBeVisible()
  await screen.unmount()
  await vi.waitFor(() => expect(saved()?.message).toBe('Half a sentence'), 5000)
})

describe('the time to begin', () => {
  test('is kept as the moment with this clock’s offset, and is shown on this clock again', async () => {
    const { screen, saved } = await openDraft('schedule')
    await screen.getByLabelText('At a time').click()
    await screen.getByLabelText('Begin at').fill('2031-07-31T09:00')
    await vi.waitFor(
      () => expect(saved()?.metadata?.['send_at']).toMatch(/^2031-07-31T09:00:00[+-]\d\d:\d\d$/),
      5000,
    )
    await screen.unmount()
    const { options } = withCampaigns({ campaigns: saved() ? [saved() ?? draft] : [] })
    const again = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} step="schedule" />, options)
    await expect.element(again.screen.getByLabelText('Begin at')).toHaveValue('2031-07-31T09:00')
  })

  test('is asked for before the review, where a time was wanted', async () => {
    const { options } = withCampaigns({ campaigns: [draft] })
    const { screen } = await renderInHub(<GuidedBulkSMSFlow campaignId={draft.id} />, options)
    for (const name of ['Choose the audience', 'Write the message', 'Set the schedule'])
      await screen.getByRole('button', { name }).click()
    await screen.getByLabelText('At a time').click()
    await screen.getByRole('button', { name: 'Review' }).click()
    await expect.element(screen.getByText('Choose a day and time.')).toBeVisible()
    await expect.element(screen.getByLabelText('Begin at')).toBeVisible()
  })
})

describe('saved segments', () => {
  test('an audience is saved as a segment, is chosen again, and says when it was changed since', async () => {
    const { campaigns, options } = withCampaigns()
    const rules = [
      { field: 'since', operator: 'inLast' as const, value: { amount: 6, unit: 'months' as const } },
    ]
    const { screen } = await renderInHub(
      <AudienceBuilder model={customers} defaultValue={{ combinator: 'and', rules }} />,
      options,
    )
    await screen.getByRole('button', { name: 'Save segment' }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByLabelText('Name').fill('New ones')
    await dialog.getByRole('button', { name: 'Save segment' }).click()
    await expect.element(screen.getByLabelText('Saved segment')).toHaveDisplayValue('New ones')
    expect(campaigns.state.segments).toMatchObject([{ name: 'New ones', criteria: { rules } }])
    await expect.element(screen.getByText('Changed since it was saved')).not.toBeInTheDocument()

    await screen.getByLabelText('How many').fill('7')
    await expect.element(screen.getByText('Changed since it was saved')).toBeVisible()
    await screen.getByRole('button', { name: 'Update segment' }).click()
    await expect.element(screen.getByText('Changed since it was saved')).not.toBeInTheDocument()
    expect(campaigns.state.segments[0]?.criteria.rules[0]).toMatchObject({ value: { amount: 7 } })

    await screen.getByLabelText('Saved segment').selectOptions('No segment')
    await expect.element(screen.getByText('400', { exact: true })).toBeVisible()
    await screen.getByLabelText('Saved segment').selectOptions('New ones')
    await expect.element(screen.getByLabelText('How many')).toHaveValue(7)
    await screen.getByRole('button', { name: 'Delete segment' }).click()
    await screen.getByRole('dialog').getByRole('button', { name: 'Delete segment' }).click()
    await vi.waitFor(() => expect(campaigns.state.segments).toEqual([]), 5000)
  })

  test('a segment that can’t be saved says why, and keeps its name', async () => {
    const { campaigns, options } = withCampaigns()
    const { screen } = await renderInHub(
      <AudienceBuilder
        model={customers}
        defaultValue={{ combinator: 'and', rules: [{ field: 'name', operator: 'beginsWith', value: 'A' }] }}
      />,
      {
        ...options,
        fail: (request) =>
          request.method === 'POST' && request.url.endsWith('/segments')
            ? new Response(null, { status: 503 })
            : campaigns.answer(request),
      },
    )
    await screen.getByRole('button', { name: 'Save segment' }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByLabelText('Name').fill('New ones')
    await dialog.getByRole('button', { name: 'Save segment' }).click()
    await expect.element(dialog.getByRole('alert')).toBeVisible()
    await expect.element(dialog.getByLabelText('Name')).toHaveValue('New ones')
  })
})
