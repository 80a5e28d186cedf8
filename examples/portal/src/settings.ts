/** An account's email address and password. */
export interface Credentials {
  email: string
  password: string
}

/** Where the portal's Supabase project is. */
export interface Settings {
  url: string
  publishableKey: string
  /** An account with data in it that anybody may look at. */
  sample: Credentials | null
  /** Where the emulated vendor is made to fail, on the demo alone. */
  emulatorUrl: string | null
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function credentials(value: unknown): Credentials | null {
  if (typeof value !== 'object' || value === null || !('email' in value) || !('password' in value))
    return null
  const [email, password] = [text(value.email), text(value.password)]
  return email && password ? { email, password } : null
}

/**
 * The project of this deployment: from `settings.json` beside the page, which a server may write, or built in from the environment.
 * Null when neither says.
 */
export async function readSettings(): Promise<Settings | null> {
  const served: Record<string, unknown> = await fetch('/settings.json')
    .then((response) => (response.ok ? response.json() : {}))
    .catch(() => ({}))
  const url = text(served['url']) ?? text(import.meta.env['VITE_SUPABASE_URL'])
  const publishableKey =
    text(served['publishableKey']) ?? text(import.meta.env['VITE_SUPABASE_PUBLISHABLE_KEY'])
  if (!url || !publishableKey) return null
  return {
    url,
    publishableKey,
    sample: credentials(served['sample']),
    emulatorUrl: text(served['emulatorUrl']),
  }
}
