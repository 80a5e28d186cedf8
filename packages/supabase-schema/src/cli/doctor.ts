import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommandContext } from './command.ts'
import { ownCheckFunctions, verifyJwtOf } from './host-config.ts'
import { compareFiles, readText, type ComparedFile } from './host-files.ts'
import { functionAreas } from '../function-areas.ts'
import { BUNDLE_FILE } from './shipped-files.ts'

/** What a check found. `fail` breaks imports; `note` is worth a look. */
interface Finding {
  level: 'ok' | 'note' | 'fail'
  message: string
}

const ok = (message: string): Finding => ({ level: 'ok', message })
const note = (message: string): Finding => ({ level: 'note', message })
const fail = (message: string): Finding => ({ level: 'fail', message })

function checkConfig({ folder, defaultConfig }: CommandContext): Finding[] {
  const config = readText(join(folder, 'config.toml'))
  if (config === null)
    return [
      fail(
        'There is no config.toml. Run `npx supabase init` here, then `add`; or name the folder with --dir.',
      ),
    ]
  return ownCheckFunctions(defaultConfig).map((name) => {
    const verifyJwt = verifyJwtOf(config, name)
    if (verifyJwt === 'off') return ok(`config.toml lets ${name} check its callers itself`)
    const change = verifyJwt === 'absent' ? 'Run `add`.' : 'Set `verify_jwt = false` in its table.'
    return fail(
      `config.toml doesn't let ${name} check its callers itself: the gateway would refuse them. ${change}`,
    )
  })
}

function checkPart(part: string, compared: readonly ComparedFile[]): Finding[] {
  const files = compared.filter(({ path }) => path.startsWith(part))
  const paths = (state: ComparedFile['state']): string =>
    files
      .filter((file) => file.state === state)
      .map(({ path }) => path)
      .join(', ')
  const findings = [
    paths('absent') && fail(`Missing: ${paths('absent')}. Run \`add\`.`),
    paths('outdated') &&
      fail(`Of an older version: ${paths('outdated')}. Run \`add\`, then push and deploy.`),
    paths('changed') && note(`Changed by you: ${paths('changed')}. See \`diff\`.`),
    paths('dropped') &&
      note(`No part of Headwater any more: ${paths('dropped')}. Delete what you don't use.`),
  ].filter((finding) => typeof finding !== 'string')
  return findings.length === 0 ? [ok(`${part} is as this version has it (${files.length} files)`)] : findings
}

/** A function of another version than the migrations may expect other tables. */
function checkVersions({ folder, version }: CommandContext): Finding[] {
  return Object.keys(functionAreas).flatMap((name) => {
    const map = readText(join(folder, 'functions', name, 'deno.json'))
    if (map === null) return []
    if (existsSync(join(folder, 'functions', name, BUNDLE_FILE))) return [ok(`${name} is bundled`)]
    const imported = /@headwater\/supabase-schema@([^/"]+)/.exec(map)?.[1]
    if (imported === version) return [ok(`${name} imports version ${version}`)]
    if (imported === undefined) return [note(`${name} imports its code from elsewhere than npm`)]
    return [fail(`${name} imports version ${imported}, not ${version}. Run \`add --overwrite\`.`)]
  })
}

function checkEnv({ folder, env }: CommandContext): Finding[] {
  const origins = env['HEADWATER_ALLOWED_ORIGINS']
  const limit = env['HEADWATER_MAX_IMPORT_BYTES']
  const findings: Finding[] = []
  if (!origins)
    findings.push(
      note(
        'HEADWATER_ALLOWED_ORIGINS is not set: only http://127.0.0.1:5173 and http://localhost:5173 may call the API from a browser. Put it in functions/.env, and for the hosted project use `supabase secrets set`.',
      ),
    )
  else if (
    origins
      .split(',')
      .some((origin) => !URL.canParse(origin.trim()) || new URL(origin.trim()).origin !== origin.trim())
  )
    findings.push(
      fail(
        `HEADWATER_ALLOWED_ORIGINS is “${origins}”. Write origins such as https://app.example.com, separated by commas, without a path.`,
      ),
    )
  else findings.push(ok(`HEADWATER_ALLOWED_ORIGINS is ${origins}`))
  if (limit !== undefined && !(Number.isInteger(Number(limit)) && Number(limit) > 0))
    findings.push(
      fail(`HEADWATER_MAX_IMPORT_BYTES is “${limit}”. Write a number of bytes, such as 10485760.`),
    )
  if (!existsSync(join(folder, 'functions', '.env')))
    findings.push(note('There is no functions/.env: local functions run on the defaults.'))
  return findings
}

/** Checks a host's supabase folder: settings, migrations, functions, environment. Exits with 1 when something would break imports. */
export const doctor: Command = (context) => {
  const compared = compareFiles(context.folder, context.shipped)
  const findings = [
    ...checkConfig(context),
    ...checkPart('migrations', compared),
    ...checkPart('functions', compared),
    ...checkVersions(context),
    ...checkEnv(context),
    note(
      'The secrets project_url and secret_key must be in the database’s Vault, or the database can’t call the worker; this check can’t see them.',
    ),
  ]
  for (const { level, message } of findings) context.print(`${level.padEnd(4)}  ${message}`)
  return findings.some(({ level }) => level === 'fail') ? 1 : 0
}
