/** Reads a variable of the environment. @throws Error where it is not set */
export function requiredEnv(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`${name} is not set.`)
  return value
}
