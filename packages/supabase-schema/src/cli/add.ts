import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandContext } from './command.ts'
import { withFunctions } from './host-config.ts'
import {
  compareFiles,
  hashOf,
  readAddedHashes,
  readText,
  RECORD_FILE,
  writeText,
  type ComparedFile,
} from './host-files.ts'

/** How to add. */
export interface AddOptions {
  /** Say what would happen, and write nothing. @default false */
  dryRun?: boolean
  /** Replace files that the host changed. @default false: they stay, and the exit code is 1 */
  overwrite?: boolean
}

type Outcome = 'write' | 'update' | 'replace' | 'keep' | 'leave' | 'nothing'

function outcomeOf({ state }: ComparedFile, overwrite: boolean): Outcome {
  if (state === 'changed') return overwrite ? 'replace' : 'keep'
  return ({ absent: 'write', outdated: 'update', dropped: 'leave', same: 'nothing' } as const)[state]
}

const sayings: Readonly<Record<Exclude<Outcome, 'nothing'>, readonly [done: string, planned: string]>> = {
  write: ['added', 'would add'],
  update: ['updated', 'would update'],
  replace: ['REPLACED your changes in', 'would REPLACE your changes in'],
  keep: ['KEPT your changes in', 'would KEEP your changes in'],
  leave: [
    'left, though no part of Headwater any more:',
    'would leave, though no part of Headwater any more:',
  ],
}

/** What to do once migrations are there. One that is older than the host's own is only pushed with a flag. */
function nextStep(folder: string, compared: readonly ComparedFile[]): string | null {
  const fresh = compared.filter(({ path, state }) => path.startsWith('migrations/') && state === 'absent')
  const [oldest] = fresh.map(({ path }) => path.slice('migrations/'.length))
  if (oldest === undefined) return null
  const ours = new Set(compared.map(({ path }) => path))
  const migrations = join(folder, 'migrations')
  const theirs = existsSync(migrations)
    ? readdirSync(migrations).filter((name) => !ours.has(`migrations/${name}`))
    : []
  const flag = theirs.some((name) => name > oldest) ? ' --include-all' : ''
  return `Next: \`supabase db push${flag}\`, then \`supabase functions deploy\`.`
}

/** Copies migrations and functions into a host's supabase folder. Twice does as much as once. */
export function add(context: CommandContext, { dryRun = false, overwrite = false }: AddOptions = {}): number {
  const { folder, print, version } = context
  const compared = compareFiles(folder, context.shipped)
  const hashes: Record<string, string> = { ...readAddedHashes(folder) }
  const next = nextStep(folder, compared)
  let kept = 0
  let done = 0
  const say = (outcome: Exclude<Outcome, 'nothing'>, path: string): void =>
    print(`${sayings[outcome][dryRun ? 1 : 0]} ${path}`)

  for (const file of compared) {
    const outcome = outcomeOf(file, overwrite)
    if (file.ours !== null && outcome !== 'keep') hashes[file.path] = hashOf(file.ours)
    if (outcome === 'nothing') continue
    say(outcome, file.path)
    if (outcome === 'keep') kept++
    if (outcome === 'keep' || outcome === 'leave' || file.ours === null) continue
    done++
    if (!dryRun) writeText(join(folder, file.path), file.ours)
  }

  const configFile = join(folder, 'config.toml')
  const config = readText(configFile)
  const wanted = config === null ? context.defaultConfig : withFunctions(config, context.defaultConfig)
  if (wanted !== config) {
    say(config === null ? 'write' : 'update', 'config.toml')
    done++
    if (!dryRun) writeText(configFile, wanted)
  }

  const record = `${JSON.stringify({ version, files: hashes }, null, 2)}\n`
  if (!dryRun && record !== readText(join(folder, RECORD_FILE))) writeText(join(folder, RECORD_FILE), record)

  if (done === 0 && kept === 0) print('Everything is there already.')
  if (next !== null) print(next)
  if (kept > 0)
    print(
      `${kept} of your files ${kept === 1 ? 'differs' : 'differ'} from this version. See with \`diff\`; take ours with \`add --overwrite\`.`,
    )
  return kept > 0 ? 1 : 0
}
