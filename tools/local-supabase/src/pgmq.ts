import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const BLOCK = 512

/** The files of a tar archive, by name. */
function* filesOf(archive: Buffer): Generator<{ name: string; data: Buffer }> {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const name = archive.toString('latin1', at, at + 100).replace(/\0.*$/s, '')
    if (name === '') return
    const size = Number.parseInt(archive.toString('latin1', at + 124, at + 136), 8) || 0
    yield { name, data: archive.subarray(at + BLOCK, at + BLOCK + size) }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}

/** The SQL that installs pgmq, which hosted projects have as an extension. */
export function pgmqSql(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite-pgmq')
  const archive = gunzipSync(readFileSync(join(dirname(entry), 'pgmq.tar.gz')))
  for (const { name, data } of filesOf(archive)) {
    if (/\/pgmq--[\d.]+\.sql$/.test(name)) return data.toString('utf8')
  }
  throw new Error('The pgmq package has no SQL file. Install its exact version again.')
}
