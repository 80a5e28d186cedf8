/** The functions that check their callers themselves, as our config.toml says: the gateway must let requests without a user's JWT pass. */
export function ownCheckFunctions(ourConfig: string): string[] {
  return [...ourConfig.matchAll(/^\[functions\.([\w-]+)\]$/gm)]
    .map(([, name = '']) => name)
    .filter((name) => verifyJwtOf(ourConfig, name) === 'off')
}

function tablePattern(name: string): RegExp {
  return new RegExp(
    String.raw`^[ \t]*\[[ \t]*functions[ \t]*\.[ \t]*["']?${name}["']?[ \t]*\][ \t]*(?:#.*)?$`,
    'm',
  )
}

/** The lines of a table in a TOML text, or null. */
function tableOf(text: string, name: string): string | null {
  const match = tablePattern(name).exec(text)
  if (!match) return null
  const rest = text.slice(match.index + match[0].length)
  const end = rest.search(/^[ \t]*\[/m)
  return end < 0 ? rest : rest.slice(0, end)
}

/** Whether a host's config.toml lets a function check its callers itself. `absent`: it doesn't name the function. */
export function verifyJwtOf(config: string, name: string): 'off' | 'on' | 'absent' {
  const table = tableOf(config, name)
  if (table === null) return 'absent'
  return /^[ \t]*verify_jwt[ \t]*=[ \t]*false\b/m.test(table) ? 'off' : 'on'
}

/** Adds the tables that a host's config.toml lacks, at its end. What it says already stays as it is. */
export function withFunctions(config: string, ourConfig: string): string {
  const tables = ownCheckFunctions(ourConfig)
    .filter((name) => verifyJwtOf(config, name) === 'absent')
    .map((name) => `\n# Checks its callers itself.\n[functions.${name}]\nverify_jwt = false\n`)
  return tables.length === 0 ? config : `${config.trimEnd()}\n${tables.join('')}`
}
