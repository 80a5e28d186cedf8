/** Where the portal's Supabase project is. */
export interface Settings {
  url: string
  publishableKey: string
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
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
  return url && publishableKey ? { url, publishableKey } : null
}
