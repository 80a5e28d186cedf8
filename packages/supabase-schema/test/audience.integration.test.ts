import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  customerFields,
  makeCampaign,
  makeModel,
  mobile,
  startCampaignStack,
  type CampaignStack,
  type Sender,
} from './campaigns.ts'

let world: CampaignStack
let ada: Sender
let eve: Sender
let modelId: string

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const people = [
  {
    name: 'Ada',
    phone: mobile(1),
    status: 'active',
    spent: 10,
    since: day(-1),
    consent: true,
    'first name': 'Ada',
  },
  { name: 'alan', phone: mobile(2), status: 'lapsed', spent: 100, since: day(-40), consent: false },
  { name: 'Barbara 100%', phone: mobile(3), status: 'active', spent: 55.5, since: day(5) },
  { name: "O'Neil_x", phone: mobile(4), status: 'active', spent: -3, since: `${day(-1)}T23:30:00.000Z` },
  { phone: mobile(5), spent: 0 },
]

beforeAll(async () => {
  world = await startCampaignStack()
  ada = await world.signUp('ada')
  eve = await world.signUp('eve')
  modelId = await makeModel(world, ada, people)
}, 90_000)

afterAll(() => world.stop())

interface Page {
  total: number
  recipients: { data: { phone: string } }[]
  answered_by: string
}

async function ask(criteria: unknown, more: Record<string, unknown> = {}, person = ada) {
  return person.campaigns<Page>('POST', '/recipients', { data_model_id: modelId, criteria, ...more })
}

async function found(criteria: unknown): Promise<number[]> {
  const { status, body } = await ask(criteria)
  expect({ status, body }).toMatchObject({ status: 200 })
  expect(body.data.total).toBe(body.data.recipients.length)
  return body.data.recipients.map(({ data }) => Number(data.phone.slice(-1))).toSorted((a, b) => a - b)
}

const rule = (field: string, operator: string, value?: unknown) => ({
  combinator: 'and',
  rules: [{ field, operator, value }],
})

const cases: [string, string, unknown, number[]][] = [
  ['name', '=', 'ADA', [1]],
  ['name', '!=', 'ada', [2, 3, 4, 5]],
  ['name', 'contains', 'AR', [3]],
  ['name', 'contains', '0%', [3]],
  ['name', 'contains', '_', [4]],
  ['name', 'contains', "'", [4]],
  ['name', 'doesNotContain', 'a', [4, 5]],
  ['name', 'beginsWith', 'AL', [2]],
  ['name', 'endsWith', '%', [3]],
  ['name', 'in', ['ada', 'Alan'], [1, 2]],
  ['name', 'in', 'ada, alan', [1, 2]],
  ['name', 'null', undefined, [5]],
  ['name', 'notNull', undefined, [1, 2, 3, 4]],
  ['name', '>', 'b', [3, 4]],
  ['name', '<', 'b', [1, 2]],
  ['spent', '=', 55.5, [3]],
  ['spent', '=', '10', [1]],
  ['spent', '>', 10, [2, 3]],
  ['spent', '<=', 0, [4, 5]],
  ['spent', 'between', [0, 60], [1, 3, 5]],
  ['spent', 'notBetween', '0,60', [2, 4]],
  ['since', '=', day(-1), [1, 4]],
  ['since', '<=', day(-1), [1, 2, 4]],
  ['since', '>', day(-1), [3]],
  ['since', 'inLast', { amount: 1, unit: 'weeks' }, [1, 4]],
  ['since', 'notInLast', { amount: 1, unit: 'weeks' }, [2, 3, 5]],
  ['since', 'inNext', { amount: 7, unit: 'days' }, [3]],
  ['since', 'inLast', { amount: 10_000, unit: 'years' }, [1, 2, 4]],
  ['since', 'inNext', { amount: 10_000, unit: 'years' }, [3]],
  ['since', 'null', undefined, [5]],
  ['consent', '=', true, [1]],
  ['consent', '=', 'false', [2]],
  ['status', '=', 'active', [1, 3, 4]],
  ['status', 'notIn', ['active', 'lapsed'], [5]],
]

describe.each(['scan', 'index'])('answered by %s,', (answeredBy) => {
  beforeAll(async () => {
    await world.sql`update headwater.settings set value = ${answeredBy === 'index' ? '0' : '20000'}::text::jsonb where name = 'audience_index_above'`
    if (answeredBy === 'scan') return
    for (const [field, operator, value] of cases) await ask(rule(field, operator, value))
    await world.sql`select headwater.build_audience_fields(20000)`
  })

  test.each(cases)('%s %s %j finds %j', async (field, operator, value, expected) => {
    const { body } = await ask(rule(field, operator, value))
    expect(body.data.answered_by).toBe(answeredBy)
    expect(await found(rule(field, operator, value))).toEqual(expected)
  })

  test('groups nest, and turn round', async () => {
    const young = { field: 'since', operator: 'inLast', value: { amount: 1, unit: 'weeks' } }
    const rich = { field: 'spent', operator: '>', value: 50 }
    const poor = { field: 'spent', operator: '<', value: 5 }
    expect(
      await found({ combinator: 'and', rules: [rich, { field: 'status', operator: '=', value: 'active' }] }),
    ).toEqual([3])
    expect(await found({ combinator: 'or', rules: [young, rich] })).toEqual([1, 2, 3, 4])
    expect(await found({ combinator: 'and', not: true, rules: [rich] })).toEqual([1, 4, 5])
    expect(
      await found({
        combinator: 'and',
        rules: [
          { combinator: 'or', rules: [rich, poor] },
          { combinator: 'and', not: true, rules: [young] },
        ],
      }),
    ).toEqual([2, 3, 5])
    expect(await found({ combinator: 'and', rules: [] })).toEqual([1, 2, 3, 4, 5])
    expect(await found({ status: 'active', name: ['ada', 'alan'] })).toEqual([1])
    expect(await found({ name: null })).toEqual([5])
  })
})

test('what changes after the indexes are built is found as it is now', async () => {
  const query = rule('name', 'contains', 'grace')
  const exact = rule('spent', '=', 777)
  expect(await found(query)).toEqual([])
  const { body } = await ada.call<{ id: string }>('POST', '/records', {
    model_id: modelId,
    data: { name: 'Grace', phone: mobile(6), spent: 777 },
  })
  expect([await found(query), await found(exact)]).toEqual([[6], [6]])
  await ada.call('PUT', `/records/${body.data.id}`, { data: { name: 'Hopper', spent: 778 } })
  expect([await found(query), await found(exact), await found(rule('name', '=', 'hopper'))]).toEqual([
    [],
    [],
    [6],
  ])
  await ada.call('DELETE', `/records/${body.data.id}`)
  expect([await found(rule('name', '=', 'hopper')), await found(rule('spent', '=', 778))]).toEqual([[], []])
  const [left] = await world.sql`select count(*)::int n from headwater.audience_texts where value = 'hopper'`
  expect(left).toEqual({ n: 0 })
})

test('values that differ beyond what a rule compares with are told apart', async () => {
  const same = 'y'.repeat(250)
  for (const [n, end] of ['one', 'two'].entries())
    await ada.call('POST', '/records', {
      model_id: modelId,
      data: { name: `${same} ${end}`, phone: mobile(7 + n) },
    })
  expect(await found(rule('name', 'endsWith', 'one'))).toEqual([7])
  expect(await found(rule('name', 'contains', 'y two'))).toEqual([8])
  expect(await found(rule('name', 'beginsWith', 'y'.repeat(200)))).toEqual([7, 8])
  expect(await found(rule('name', '=', 'y'.repeat(200)))).toEqual([])
  await world.sql`delete from public.records where data ->> 'name' like 'yyy%'`
})

describe.each(['scan', 'index'])('fields with hostile names, answered by %s,', (answeredBy) => {
  test.each([
    "it's",
    'a"b',
    '100% %s %1$s %L',
    'back\\slash',
    '$q$ $$',
    'zoë 😀',
    '); drop table public.records; --',
  ])('%s is only a name', async (name) => {
    const fields = [
      { id: '1', name, type: 'text' as const },
      { id: '2', name: 'phone', type: 'phone' as const },
    ]
    const hostile = await makeModel(
      world,
      ada,
      [{ [name]: 'Ada', phone: mobile(1) }, { phone: mobile(2) }],
      fields,
    )
    await world.sql`update headwater.settings set value = ${answeredBy === 'index' ? '0' : '20000'}::text::jsonb where name = 'audience_index_above'`
    for (const operator of ['=', 'contains']) {
      const query = { data_model_id: hostile, criteria: rule(name, operator, 'ada') }
      await ada.campaigns('POST', '/recipients', query)
      await world.sql`select headwater.build_audience_fields(20000)`
      const { body } = await ada.campaigns<Page>('POST', '/recipients', query)
      expect([body.data.total, body.data.answered_by]).toEqual([1, answeredBy])
    }
    const { body: provider } = await ada.campaigns<{ id: string }>('POST', '/providers', {
      kind: 'console',
      name,
    })
    const id = await makeCampaign(ada, {
      data_model_id: hostile,
      provider_id: provider.data.id,
      message: `Hi {{${name}|you}}`,
      target_criteria: rule(name, '=', 'ADA'),
    })
    const { body } = await ada.campaigns<{ messages: { text: string }[] }>(
      'POST',
      `/campaigns/${id}/simulate`,
      {},
    )
    expect(body.data.messages.map(({ text }) => text)).toEqual(['Hi Ada'])
    await ada.call('DELETE', `/models/${hostile}`)
  })
})

test('a record’s number that no double holds is as good as none', async () => {
  await world.sql`insert into public.records (model_id, agency_id, user_id, data)
    select id, agency_id, ${ada.id}, ${`{"phone": "${mobile(9)}", "spent": 1e400}`}::text::jsonb from public.data_models where id = ${modelId}`
  expect(await found(rule('spent', 'null'))).toEqual([9])
  expect(await found(rule('spent', '>', 99))).toEqual([2])
  await world.sql`delete from public.records where data ->> 'phone' = ${mobile(9)}`
})

test('pages don’t overlap, and a sample is the same at each look', async () => {
  const all = { combinator: 'and', rules: [] }
  const pages = await Promise.all(
    [0, 2, 4].map(async (offset) => (await ask(all, { offset, limit: 2 })).body.data),
  )
  expect(new Set(pages.flatMap((page) => page.recipients.map(({ data }) => data.phone))).size).toBe(5)
  const sample = async () => (await ask(all, { pick: 'sample', limit: 3 })).body.data.recipients
  expect(await sample()).toEqual(await sample())
})

test('GET answers the same, and nobody reads another’s model', async () => {
  const query = new URLSearchParams({ data_model_id: modelId, criteria: '{"status":"active"}' })
  const { status, body } = await ada.campaigns<Page>('GET', `/recipients?${query}`)
  expect([status, body.data.total]).toEqual([200, 3])
  expect((await eve.campaigns('GET', `/recipients?${query}`)).status).toBe(404)
  expect((await ask({ status: 'active' }, {}, eve)).status).toBe(404)
})

const deep = (levels: number): unknown =>
  levels === 0
    ? { field: 'name', operator: '=', value: 'x' }
    : { combinator: 'and', rules: [deep(levels - 1)] }

test.each<[string, unknown]>([
  ['an operator that is SQL', rule('name', "= '' or true --", 'x')],
  ['a field that is SQL', rule("name' or true --", '=', 'x')],
  ['a field that is not there', rule('nothing', '=', 'x')],
  ['a field of JavaScript’s', rule('__proto__', '=', 'x')],
  [
    'a combinator that is SQL',
    { combinator: 'or true', rules: [{ field: 'name', operator: '=', value: 'x' }] },
  ],
  ['deep nesting', deep(6)],
  ['very deep nesting', deep(1000)],
  [
    '10,000 rules',
    {
      combinator: 'or',
      rules: Array.from({ length: 10_000 }, () => ({ field: 'name', operator: '=', value: 'x' })),
    },
  ],
  [
    'rules spread over groups',
    {
      combinator: 'or',
      rules: Array.from({ length: 11 }, () => ({
        combinator: 'and',
        rules: Array.from({ length: 10 }, () => ({ field: 'name', operator: '=', value: 'x' })),
      })),
    },
  ],
  ['a number that is none', rule('spent', '>', '1; drop table records')],
  ['a number that no computer holds', rule('spent', '<', '1e999')],
  ['a number that is next to nothing', rule('spent', 'between', ['1e-999', 1])],
  ['a date that is none', rule('since', '>', '2026-02-31')],
  ['a text that no database holds', rule('name', '=', 'a\u0000b')],
  ['half an emoji', rule('name', '=', '\ud83d')],
  [
    'more text than criteria may have',
    {
      combinator: 'or',
      rules: Array.from({ length: 10 }, () => ({
        field: 'name',
        operator: 'in',
        value: Array.from({ length: 200 }, (_, n) => String(n).padEnd(200, 'x')),
      })),
    },
  ],
  ['an operator of another type', rule('spent', 'contains', '1')],
  ['a value that is too long', rule('name', '=', 'x'.repeat(201))],
  ['too many values', rule('name', 'in', Array.from({ length: 201 }, String))],
  ['a value that is an object', rule('name', '=', { $ne: 1 })],
  ['no value', rule('name', '=')],
  ['a list for a group', [rule('name', '=', 'x')]],
  ['text', 'status = active'],
])('%s is refused with a sentence', async (_, criteria) => {
  const { status, body } = await ask(criteria)
  expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(JSON.stringify(body)).not.toMatch(/select |syntax|pg_|plpgsql/i)
})

test.each([
  "'; drop table public.records; --",
  '\\',
  "\\'",
  '%',
  '%%1$s',
  '%1$s',
  '{}',
  '$$',
  "E'\\x41'",
  '\u0000'.slice(1),
  '😀',
])('the value %j is only a value', async (value) => {
  expect(await found(rule('name', '=', value === '' ? 'none' : value))).toEqual([])
  expect(await found(rule('name', 'in', [value === '' ? 'none' : value, 'ada']))).toEqual([1])
})

test('the database itself refuses what the contract would have refused', async () => {
  const claims = JSON.stringify({ sub: ada.id, role: 'authenticated' })
  const compile = (criteria: unknown) =>
    world.sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`
      return sql`select total from headwater.read_audience(${modelId}, ${JSON.stringify(criteria)}::text::jsonb, 1, 0)`
    })
  const ten = {
    combinator: 'or',
    rules: Array.from({ length: 100 }, () => ({ field: 'name', operator: '=', value: 'x' })),
  }
  for (const criteria of [
    deep(6),
    rule('name', 'or true --', 'x'),
    rule("x' or true", '=', 'x'),
    { combinator: 'or', rules: [ten, ten] },
    'x',
    7,
    [],
    { combinator: 'and', rules: ['rules'] },
  ])
    await expect(compile(criteria)).rejects.toMatchObject({ code: 'HW010' })
})

test('a segment keeps criteria, and is checked by its model', async () => {
  const made = await ada.campaigns<{ id: string; criteria: unknown }>('POST', '/segments', {
    data_model_id: modelId,
    name: 'Active',
    criteria: { status: 'active' },
  })
  expect([made.status, made.body.data.criteria]).toEqual([
    201,
    { combinator: 'and', rules: [{ field: 'status', operator: '=', value: 'active' }] },
  ])
  expect(
    (
      await ada.campaigns('POST', '/segments', {
        data_model_id: modelId,
        name: 'Bad',
        criteria: { nothing: 1 },
      })
    ).status,
  ).toBe(422)
  expect(
    (await ada.campaigns('POST', '/segments', { data_model_id: modelId, name: 'Active', criteria: {} })).body
      .code,
  ).toBe('NOT_UNIQUE')
  const path = `/segments/${made.body.data.id}`
  expect((await ada.campaigns('PUT', path, { criteria: { nothing: 1 } })).status).toBe(422)
  const changed = await ada.campaigns<{ name: string }>('PUT', path, {
    name: 'Busy',
    criteria: { name: 'Ada' },
  })
  expect([changed.status, changed.body.data.name]).toEqual([200, 'Busy'])
  expect((await eve.campaigns('PUT', path, { name: 'Mine' })).status).toBe(404)
  expect((await eve.campaigns<unknown[]>('GET', '/segments')).body.data).toEqual([])
})

test('a field that is renamed or gone says so instead of finding nobody', async () => {
  const fields = customerFields.filter((field) => field.name !== 'zone')
  await ada.call('PUT', `/models/${modelId}`, { fields })
  const { status, body } = await ask(rule('zone', '=', 'x'))
  expect([status, body.issues[0]?.message]).toEqual([422, 'The model has no field named “zone”.'])
})
