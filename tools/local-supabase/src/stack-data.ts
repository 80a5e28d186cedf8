import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { removeDataFolder } from './postgres-account.ts'

/** Where a stack's database is. */
export function databaseFolder(directory: string): string {
  return join(directory, 'postgres')
}

/** Removes all that a stack keeps. Nothing may run on it. */
export function removeStackData(directory: string): void {
  removeDataFolder(databaseFolder(directory))
  rmSync(directory, { recursive: true, force: true })
}
