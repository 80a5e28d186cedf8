/** Where functions find their copy of core, below the folder of functions. */
export const VENDORED_CORE = '_shared/headwater-core'

/** Where an import map leads to the sources of core, which exist in this repository alone. */
const sourceOfCore = /"(?:\.\.\/)+core\/src\/([a-z-]+)\/index\.ts"/g

/** The entry points of core that a function's deno.json names. */
export function coreEntriesOf(text: string): string[] {
  return [...text.matchAll(sourceOfCore)].map(([, entry = '']) => entry)
}

/** Points a function's deno.json at the published package instead of the sources beside it. */
export function withPublishedCore(text: string, coreVersion: string): string {
  return text.replaceAll(
    sourceOfCore,
    (_match, entry: string) => `"npm:@headwater/core@${coreVersion}/${entry}"`,
  )
}

/** Points a function's deno.json at the copy of core beside it. */
export function withVendoredCore(text: string): string {
  return text.replaceAll(sourceOfCore, (_match, entry: string) => `"../${VENDORED_CORE}/${entry}/index.ts"`)
}
