import { expect, test } from 'vitest'
import { safeFileName } from './index.ts'

test.each([
  ['customers.csv', 'customers.csv'],
  ['../../etc/passwd.csv', 'passwd.csv'],
  ['C:\\files\\kunden.csv', 'kunden.csv'],
  ['Größe & Käufer (2026).csv', 'Gro-e-Kaufer-2026-.csv'],
  ['..csv', 'csv'],
  ['客户.csv', 'csv'],
  ['', 'file'],
])('the name %s is stored as %s', (name, stored) => {
  expect(safeFileName(name)).toBe(stored)
})
