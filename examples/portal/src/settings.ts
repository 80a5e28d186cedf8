/** An account's email address and password. */
export interface Credentials {
  email: string
  password: string
}

/** The emulated carrier that messages go to, on the demo alone. */
export interface SmsEmulator {
  accountSid: string
  authToken: string
  /** Where it is made to fail. */
  controlUrl: string
}

/** Where the portal's Supabase project is. */
export interface Settings {
  url: string
  publishableKey: string
  /** An account with data in it that anybody may look at. */
  sample: Credentials | null
  /** Where the emulated vendor is made to fail, on the demo alone. */
  emulatorUrl: string | null
  smsEmulator: SmsEmulator | null
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

function smsEmulator(value: unknown): SmsEmulator | null {
  if (typeof value !== 'object' || value === null) return null
  if (!('accountSid' in value) || !('authToken' in value) || !('controlUrl' in value)) return null
  const [accountSid, authToken] = [text(value.accountSid), text(value.authToken)]
  const controlUrl = text(value.controlUrl)
  return accountSid && authToken && controlUrl ? { accountSid, authToken, controlUrl } : null
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
    smsEmulator: smsEmulator(served['smsEmulator']),
  }
}
