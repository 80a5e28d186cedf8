/** The variables that a function is started with, such as `Deno.env.toObject()`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads a variable that has to be there. @throws Error where it is not set */
export function requireVariable(env: Environment, name: string): string {
  const value = env[name]
  if (!value) throw new Error(`${name} is not set.`)
  return value
}

/** Reads a number, or takes the default where the variable is not set. @throws Error where it is not a number */
export function readNumber(env: Environment, name: string, fallback: number): number {
  const value = Number(env[name] ?? fallback)
  if (!Number.isFinite(value)) throw new Error(`${name} is not a number.`)
  return value
}

/** The keys that may call a worker. */
export function readSecretKeys(env: Environment): readonly string[] {
  return Object.values<string>(JSON.parse(requireVariable(env, 'SUPABASE_SECRET_KEYS')))
}
