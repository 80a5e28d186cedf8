import { expect, test } from 'vitest'
import { emptyDraft, type CampaignDraft } from './flow-state.ts'
import { mergeDraft } from './merge-draft.ts'

const base: CampaignDraft = { ...emptyDraft, name: 'Spring', message: 'Hi' }

test('changes of different parts are both kept', () => {
  const mine = { ...base, message: 'Hi {{name}}' }
  const theirs = { ...base, name: 'Spring offer', options: { ...base.options, sender_name: 'Acme' } }
  expect(mergeDraft({ base, mine, theirs })).toEqual({
    draft: { ...theirs, message: 'Hi {{name}}' },
    clashes: [],
  })
})

test('a part that both changed is named, and keeps what was typed here', () => {
  const mine = { ...base, message: 'Mine' }
  const theirs = { ...base, message: 'Theirs', name: 'Summer' }
  const { draft, clashes } = mergeDraft({ base, mine, theirs })
  expect(clashes).toEqual(['message'])
  expect(draft).toMatchObject({ message: 'Mine', name: 'Summer' })
})

test('options are merged one by one, and an option that both set clashes', () => {
  const mine = { ...base, options: { ...base.options, sender_name: 'Mine' } }
  const theirs = { ...base, options: { ...base.options, expires_after_hours: 4 } }
  expect(mergeDraft({ base, mine, theirs })).toMatchObject({
    draft: { options: { sender_name: 'Mine', expires_after_hours: 4 } },
    clashes: [],
  })
  const other = { ...base, options: { ...base.options, sender_name: 'Theirs' } }
  expect(mergeDraft({ base, mine, theirs: other }).clashes).toEqual(['options'])
})

test('the order of members is no change', () => {
  const span = { field: 'since', operator: 'inLast' as const }
  const criteria = (value: { amount: number; unit: 'days' }) => ({
    combinator: 'and' as const,
    rules: [{ ...span, value }],
  })
  const one = { ...base, criteria: criteria({ amount: 3, unit: 'days' }) }
  const other = { ...base, criteria: criteria({ unit: 'days', amount: 3 }) }
  expect(mergeDraft({ base: one, mine: { ...one, name: 'Mine' }, theirs: other }).clashes).toEqual([])
})
