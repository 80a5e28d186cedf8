import { join } from 'node:path'
import type { Command } from './command.ts'
import { withFunctions } from './host-config.ts'
import { compareFiles, readText, type ComparedFile, type FileState } from './host-files.ts'
import { lineDiff } from './line-diff.ts'

const headings: Readonly<Record<Exclude<FileState, 'same'>, string>> = {
  absent: 'missing',
  outdated: 'of an older version',
  changed: 'changed by you',
  dropped: 'no part of Headwater any more',
}

function configOf(folder: string, defaultConfig: string): ComparedFile {
  const theirs = readText(join(folder, 'config.toml'))
  const ours = theirs === null ? defaultConfig : withFunctions(theirs, defaultConfig)
  const state = theirs === null ? 'absent' : theirs === ours ? 'same' : 'changed'
  return { path: 'config.toml', state, theirs, ours }
}

/** Shows how a host's files differ from this version's: `-` is the host's line, `+` ours. Exits with 1 when any does. */
export const diff: Command = ({ folder, shipped, defaultConfig, print }) => {
  const compared = [...compareFiles(folder, shipped), configOf(folder, defaultConfig)]
  const different = compared.filter(({ state }) => state !== 'same')
  for (const { path, state, theirs, ours } of different) {
    if (state === 'same') continue
    print(`${path}: ${headings[state]}`)
    if (theirs !== null && ours !== null) for (const line of lineDiff(theirs, ours)) print(`  ${line}`)
  }
  if (different.length === 0) print('No difference.')
  return different.length === 0 ? 0 : 1
}
