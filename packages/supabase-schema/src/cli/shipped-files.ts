import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { withPublishedCore } from './vendored-core.ts'

/** A file that a host project gets. */
export interface ShippedFile {
  /** Relative to the host's supabase folder, with slashes. */
  path: string
  text: string
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

/**
 * Reads the migrations and Edge Functions of this package as a host project gets them.
 *
 * @param folder - This package's `supabase` folder, or the one that was built with its own copy of core.
 * @param coreVersion - The version of `@headwater/core` that the functions import from npm.
 */
export function readShippedFiles({
  folder,
  coreVersion,
}: {
  folder: string
  coreVersion: string
}): ShippedFile[] {
  return ['migrations', 'functions']
    .flatMap((name) => filesBelow(join(folder, name)))
    .filter((file) => /\.(?:sql|ts|json)$/.test(file))
    .map((file) => {
      const text = readFileSync(file, 'utf8')
      return {
        path: file.slice(folder.length).split(sep).filter(Boolean).join('/'),
        text: file.endsWith('deno.json') ? withPublishedCore(text, coreVersion) : text,
      }
    })
}
