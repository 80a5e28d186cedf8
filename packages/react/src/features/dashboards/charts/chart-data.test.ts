import { expect, test } from 'vitest'
import { axisOf, largest, MOST_BARS } from './chart-data.ts'

const row = (value: number, marker: number | null = null) => ({
  id: String(value),
  name: `W${value}`,
  values: { value },
  marker,
})

test('zero is always on the axis, and so are losses and what bars are measured against', () => {
  expect(axisOf([])).toEqual([0, 1])
  expect(axisOf([row(0)])).toEqual([0, 1])
  expect(axisOf([row(5)])).toEqual([0, 5])
  expect(axisOf([row(5, 12)])).toEqual([0, 12])
  expect(axisOf([row(-4), row(9)])).toEqual([-4, 9])
  expect(axisOf([row(-4), row(-2)])).toEqual([-4, 0])
})

test('the largest bars are drawn, and no more than can be read', () => {
  const rows = Array.from({ length: 270 }, (_, index) => row(index))
  const drawn = largest(rows)
  expect(drawn).toHaveLength(MOST_BARS)
  expect(drawn[0]?.values).toEqual({ value: 269 })
})
