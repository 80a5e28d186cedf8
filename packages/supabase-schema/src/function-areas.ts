/** The area of this package's code that each Edge Function serves. */
export const functionAreas: Readonly<Record<string, string>> = {
  'campaign-api': 'campaigns',
  campaigns: 'campaigns',
  'dashboard-refresh': 'dashboards',
  'data-hub-api': 'data-hub',
  'health-monitor': 'monitoring',
  'hybrid-email-accounts-v2': 'dashboards',
  'hybrid-workspace-analytics': 'dashboards',
  'import-worker': 'imports',
  'message-worker': 'campaigns',
  'messaging-webhooks': 'campaigns',
  'revenue-analytics': 'dashboards',
  'volume-dashboard-data': 'dashboards',
}

const compilerOptions = { lib: ['deno.window', 'deno.ns'] }

/** The name that a function imports its area by. */
export function toEntryPoint(area: string): string {
  return `@headwater/supabase-schema/functions/${area}`
}

/** Writes a function's deno.json. */
export function toDenoConfig(imports: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ imports, compilerOptions }, null, 2)}\n`
}

/** The deno.json of a function in a host project: its area comes from npm, in the version that added the function. */
export function toPublishedConfig(functionName: string, version: string): string {
  const area = functionAreas[functionName]
  if (area === undefined) throw new Error(`${functionName} is no function of this package.`)
  const entryPoint = toEntryPoint(area)
  return toDenoConfig({
    [entryPoint]: `npm:${entryPoint.replace('/functions', `@${version}/functions`)}`,
  })
}
