import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { toPublishedConfig } from '../function-areas.ts'

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

/** A function's whole code, where it is not imported from npm. */
export const BUNDLE_FILE = 'function.js'

/**
 * Reads the migrations and Edge Functions of this package as a host project gets them.
 *
 * @param folder - This package's `supabase` folder, or the built one with a bundle for each function.
 * @param publishedVersion - The version of this package that functions import from npm, or null where they are bundled.
 */
export function readShippedFiles({
  folder,
  publishedVersion,
}: {
  folder: string
  publishedVersion: string | null
}): ShippedFile[] {
  return ['migrations', 'functions']
    .flatMap((name) => filesBelow(join(folder, name)))
    .filter((file) => /\.(?:sql|ts|js|json)$/.test(file))
    .map((file) => {
      const path = relative(folder, file).split(sep).join('/')
      const isMap = publishedVersion !== null && file.endsWith('deno.json')
      const functionName = basename(dirname(file))
      return {
        path,
        text: isMap ? toPublishedConfig(functionName, publishedVersion) : readFileSync(file, 'utf8'),
      }
    })
}
