// Writes src/database.types.ts and schema.snapshot.sql from the migrations; with --check, fails when the committed ones differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startLocalSupabase } from '@headwater/local-supabase'
import { differenceOf, generateFiles } from './generate.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

async function writeOrCheck(): Promise<boolean> {
  await using stack = await startLocalSupabase()
  let same = true
  for (const [file, text] of Object.entries(await generateFiles(stack))) {
    const path = new URL(`../${file}`, import.meta.url)
    if (!values.check) {
      writeFileSync(path, text)
      console.log(`Wrote ${file}.`)
      continue
    }
    const difference = differenceOf(file, existsSync(path) ? readFileSync(path, 'utf8') : null, text)
    if (difference === null) continue
    console.error(`${difference}\nRun \`pnpm gen:types\` and commit what it writes.`)
    same = false
  }
  return same
}

process.exitCode = (await writeOrCheck()) ? 0 : 1
