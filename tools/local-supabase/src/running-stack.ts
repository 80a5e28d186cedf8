import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, runsCommand } from './processes.ts'
import type { LocalSupabase } from './start.ts'

/** A stack that runs on a data directory. */
export interface RunningStack {
  pid: number
  settings: Record<string, string>
}

function fileOf(directory: string): string {
  return join(directory, 'stack.json')
}

/** The stack that runs on a data directory, or null. */
export function runningStack(directory: string): RunningStack | null {
  const file = fileOf(directory)
  if (!existsSync(file)) return null
  const stack: RunningStack = JSON.parse(readFileSync(file, 'utf8'))
  // After a restart of the machine the number may be another process's.
  return isAlive(stack.pid) && runsCommand(stack.pid, 'node') ? stack : null
}

/** Notes that this process runs a stack on a data directory, and how to reach it. */
export function recordStack(directory: string, stack: LocalSupabase): Record<string, string> {
  const settings = {
    API_URL: stack.apiUrl,
    DB_URL: stack.dbUrl,
    PUBLISHABLE_KEY: stack.publishableKey,
    SECRET_KEY: stack.secretKey,
    JWT_SECRET: stack.jwtSecret,
    FUNCTIONS_URL: stack.functionsUrl,
    ANON_KEY: stack.anonKey,
    SERVICE_ROLE_KEY: stack.serviceRoleKey,
  }
  writeFileSync(fileOf(directory), JSON.stringify({ pid: process.pid, settings }))
  return settings
}

/** Takes the note away. */
export function forgetStack(directory: string): void {
  rmSync(fileOf(directory), { force: true })
}
