import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ShippedFile } from './shipped-files.ts'

/** What was added to a host project, kept in its supabase folder: tells the host's own changes from an older version of ours. */
export const RECORD_FILE = 'headwater.json'

/** File path to the SHA-256 of the text that was written there. */
export type AddedHashes = Readonly<Record<string, string>>

/**
 * How a host's file stands to ours. `outdated`: as an earlier version wrote it. `changed`: the host's own. `dropped`: we wrote it once and
 * have it no more.
 */
export type FileState = 'absent' | 'same' | 'outdated' | 'changed' | 'dropped'

/** A file of a host project, compared. */
export interface ComparedFile {
  path: string
  state: FileState
  /** What the host has, or null. */
  theirs: string | null
  /** What this version has, or null. */
  ours: string | null
}

/** Reads a text with line feeds alone, whatever the host's version control made of it; null when there is no file. */
export function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : null
}

/** Writes a text, and the folders that it needs. */
export function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** The SHA-256 of a text, in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Reads what was added to a host's supabase folder. A record that can't be read counts as none: then every difference is the host's. */
export function readAddedHashes(folder: string): AddedHashes {
  const text = readText(join(folder, RECORD_FILE))
  if (text === null) return {}
  try {
    const record: unknown = JSON.parse(text)
    if (typeof record !== 'object' || record === null || !('files' in record)) return {}
    const { files } = record
    if (typeof files !== 'object' || files === null) return {}
    return Object.fromEntries(
      Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch {
    return {}
  }
}

function stateOf({
  theirs,
  ours,
  added,
}: {
  theirs: string | null
  ours: string
  added: string | undefined
}): FileState {
  if (theirs === null) return 'absent'
  if (theirs === ours) return 'same'
  return hashOf(theirs) === added ? 'outdated' : 'changed'
}

/** Compares a host's supabase folder with the files of this version. */
export function compareFiles(folder: string, shipped: readonly ShippedFile[]): ComparedFile[] {
  const added = readAddedHashes(folder)
  const current = shipped.map(({ path, text }): ComparedFile => {
    const theirs = readText(join(folder, path))
    return { path, state: stateOf({ theirs, ours: text, added: added[path] }), theirs, ours: text }
  })
  const paths = new Set(shipped.map(({ path }) => path))
  const dropped = Object.keys(added)
    .filter((path) => !paths.has(path))
    .map((path): ComparedFile => ({
      path,
      state: 'dropped',
      theirs: readText(join(folder, path)),
      ours: null,
    }))
    .filter(({ theirs }) => theirs !== null)
  return [...current, ...dropped]
}
