import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { add } from './add.ts'
import type { CommandContext } from './command.ts'
import { diff } from './diff.ts'
import { doctor } from './doctor.ts'
import { readText } from './host-files.ts'
import { BUNDLE_FILE, readShippedFiles } from './shipped-files.ts'

const usage = `Usage: headwater-schema <command> [--dir supabase]

  add      copy the migrations and Edge Functions into your supabase folder
             --dry-run    say what would happen, write nothing
             --overwrite  replace files that you changed
             --bundle     bring each function as one file, instead of importing it from npm
  diff     show how your files differ from this version
  doctor   check settings, migrations, functions and environment`

/** What the command line is made of. */
export interface CliOptions {
  args: readonly string[]
  /** The folder that relative paths begin at. */
  cwd: string
  /** The package's folder: holds `supabase/`. */
  packageFolder: string
  version: string
  env: Readonly<Record<string, string | undefined>>
  print: (line: string) => void
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: 'supabase' },
      'dry-run': { type: 'boolean', default: false },
      overwrite: { type: 'boolean', default: false },
      bundle: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', short: 'v', default: false },
    },
  })
}

/** Runs one command and returns the exit code: 0 well, 1 something to do, 2 a wrong command line. */
export function runCli(options: CliOptions): number {
  const { print, packageFolder } = options
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(options.args)
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return 2
  }
  const { values, positionals } = parsed
  if (values.help) return (print(usage), 0)
  if (values.version) return (print(options.version), 0)

  const folder = resolve(options.cwd, values.dir)
  const source = join(packageFolder, 'supabase')
  // A project that has bundles keeps to them.
  const isBundled = values.bundle || existsSync(join(folder, 'functions', 'data-hub-api', BUNDLE_FILE))
  const context: CommandContext = {
    folder,
    shipped: readShippedFiles({
      folder: isBundled ? join(packageFolder, 'dist', 'supabase') : source,
      publishedVersion: isBundled ? null : options.version,
    }),
    defaultConfig: readText(join(source, 'config.toml')) ?? '',
    version: options.version,
    env: { ...options.env, ...parseEnv(readText(join(folder, 'functions', '.env')) ?? '') },
    print,
  }
  switch (positionals[0]) {
    case 'add':
      return add(context, { dryRun: values['dry-run'], overwrite: values.overwrite })
    case 'diff':
      return diff(context)
    case 'doctor':
      return doctor(context)
    default:
      print(usage)
      return 2
  }
}
