import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { functionAreas, toEntryPoint } from './function-areas.ts'

const folder = fileURLToPath(new URL('../supabase/functions/', import.meta.url))
const folders = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/index.ts`))

test('each function’s folder has its area, and no other function has one', () => {
  expect(folders.toSorted()).toEqual(Object.keys(functionAreas).toSorted())
})

test.each(folders)('%s is a door to its area alone', (name) => {
  const entryPoint = toEntryPoint(functionAreas[name] ?? '')
  const source = readFileSync(`${folder}${name}/index.ts`, 'utf8')
  const imported = Array.from(source.matchAll(/from '([^']+)'/g), ([, target]) => target)
  expect(imported).toEqual([entryPoint])
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    readFileSync(`${folder}${name}/deno.json`, 'utf8'),
  )
  expect(imports[entryPoint]).toBe(`../../../src/functions/${functionAreas[name]}/index.ts`)
})
