import { expect, test } from 'vitest'
import { parseChangeFilter } from './change-filter.ts'

const row = { n: 10, name: 'a,b', missing: null }

test.each([
  ['n=eq.10', true],
  ['n=neq.10', false],
  ['n=gt.9', true],
  ['n=lt.9', false],
  ['n=gte.10', true],
  ['n=lte.9', false],
  ['n=in.(1,10)', true],
  ['name=in.("a,b",c)', true],
  ['name=eq.a', false],
  ['missing=eq.null', false],
  ['absent=neq.1', false],
  ['', true],
])('%s says %s of a row', (filter, passes) => {
  expect(parseChangeFilter(filter)?.(row)).toBe(passes)
})

test('what is no filter is told apart from one that nothing passes', () => {
  expect(parseChangeFilter('n=like.1')).toBeNull()
  expect(parseChangeFilter('n')).toBeNull()
})
