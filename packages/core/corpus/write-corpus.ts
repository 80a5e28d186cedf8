// Writes the corpus's files and what is expected of each: `node packages/core/corpus/write-corpus.ts`. The expectations are written by hand,
// in `cases/`; files stand there as text because many are of encodings that an editor would change.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import type { CorpusCase } from './corpus-case.ts'
import { encodeText } from './encode-text.ts'
import { dialectCases } from './cases/dialect.ts'
import { encodingCases } from './cases/encoding.ts'
import { exportCases } from './cases/exports.ts'
import { hostileCases } from './cases/hostile.ts'
import { jsonCases } from './cases/json.ts'
import { layoutCases } from './cases/layout.ts'
import { raggedCases } from './cases/ragged.ts'
import { quotesCases } from './cases/quotes.ts'
import { datesCases, numbersCases, typesCases } from './cases/types.ts'
import { workbookCases } from './cases/workbooks.ts'

const classes: Readonly<Record<string, readonly CorpusCase[]>> = {
  encoding: encodingCases,
  dialect: dialectCases,
  quotes: quotesCases,
  layout: layoutCases,
  ragged: raggedCases,
  json: jsonCases,
  types: typesCases,
  numbers: numbersCases,
  dates: datesCases,
  xlsx: workbookCases,
  exports: exportCases,
  hostile: hostileCases,
}

async function bytesOf({ content, write = 'utf-8' }: CorpusCase): Promise<Uint8Array> {
  const made = typeof content === 'function' ? await content() : content
  return typeof made === 'string' ? encodeText(made, write) : made
}

const files = new URL('fixtures/', import.meta.url)
await rm(files, { recursive: true, force: true })
let count = 0
for (const [name, cases] of Object.entries(classes)) {
  const folder = new URL(`${name}/`, files)
  await mkdir(folder, { recursive: true })
  for (const entry of cases) {
    await writeFile(new URL(entry.name, folder), await bytesOf(entry))
    await writeFile(
      new URL(`${entry.name}.expected.json`, folder),
      `${JSON.stringify(entry.expected, null, 2)}\n`,
    )
    count++
  }
}
console.log(`${count} files`)
