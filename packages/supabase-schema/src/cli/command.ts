import type { ShippedFile } from './shipped-files.ts'

/** What a command works with. */
export interface CommandContext {
  /** The host's supabase folder. */
  folder: string
  shipped: readonly ShippedFile[]
  /** A config.toml for a host that has none. */
  defaultConfig: string
  /** The version of this package. */
  version: string
  /** The environment variables that the functions will see, as far as this machine knows them. */
  env: Readonly<Record<string, string | undefined>>
  print: (line: string) => void
}

/** Does a command's work and returns the process's exit code: 0 when all is well. */
export type Command = (context: CommandContext) => number
