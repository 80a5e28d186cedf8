import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'smol-toml'

/** What config.toml says of one function. */
export interface FunctionConfig {
  verifyJwt: boolean
}

function tableOf(value: unknown, key: string): Record<string, unknown> {
  const found =
    typeof value === 'object' && value !== null && key in value
      ? Object.entries(value).find(([name]) => name === key)?.[1]
      : undefined
  return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : {}
}

function readConfig(project: string, table: string): Record<string, unknown> {
  const file = join(project, 'config.toml')
  return existsSync(file) ? tableOf(parse(readFileSync(file, 'utf8')), table) : {}
}

/** Reads `[functions.*]` of a project's config.toml. A function that it doesn't name asks for a JWT. */
export function readFunctionConfigs(project: string): (name: string) => FunctionConfig {
  const functions = readConfig(project, 'functions')
  return (name) => ({ verifyJwt: tableOf(functions, name)['verify_jwt'] !== false })
}

/** Reads how many seconds an access token lives: `[auth] jwt_expiry` of a project's config.toml, an hour where it doesn't say. */
export function readJwtExpirySeconds(project: string): number {
  const seconds = readConfig(project, 'auth')['jwt_expiry']
  return typeof seconds === 'number' ? seconds : 3600
}

/**
 * Reads the function that completes each access token's claims, as `schema.name`: `[auth.hook.custom_access_token]` of a project's config.toml,
 * with `uri = "pg-functions://postgres/<schema>/<name>"`. Null where none is enabled.
 */
export function readAccessTokenHook(project: string): string | null {
  const hook = tableOf(tableOf(readConfig(project, 'auth'), 'hook'), 'custom_access_token')
  const uri = hook['enabled'] === true && typeof hook['uri'] === 'string' ? hook['uri'] : ''
  const [, schema, name] = /^pg-functions:\/\/[^/]+\/(\w+)\/(\w+)$/.exec(uri) ?? []
  return schema === undefined || name === undefined ? null : `${schema}.${name}`
}

/** Reads `functions/.env`, where it exists. */
export function readFunctionEnv(project: string): Record<string, string | undefined> {
  const file = join(project, 'functions', '.env')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}
