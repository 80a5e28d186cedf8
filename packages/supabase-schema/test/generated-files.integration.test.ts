import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { differenceOf, generateFiles } from '../scripts/generate.ts'
import { startLocalSupabase } from './data-hub.ts'

test('the committed types and schema snapshot are those of the migrations', async () => {
  await using stack = await startLocalSupabase()
  const files = await generateFiles(stack)
  const differences = Object.entries(files).map(([file, text]) => {
    const path = new URL(`../${file}`, import.meta.url)
    return differenceOf(file, existsSync(path) ? readFileSync(path, 'utf8') : null, text)
  })
  expect(differences).toEqual([null, null])
})

test('a difference is told by file, line and both texts', () => {
  expect(differenceOf('a.sql', 'one\ntwo\n', 'one\nthree\n')).toBe('a.sql:2 is out of date.\n- two\n+ three')
  expect(differenceOf('a.sql', null, 'one\n')).toBe('a.sql is missing.')
  expect(differenceOf('a.sql', 'one\n', 'one\n')).toBeNull()
})
