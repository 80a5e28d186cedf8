import { join, resolve } from 'node:path'
import { createServer, preview, type Connect, type Plugin } from 'vite'

const root = resolve(import.meta.dirname, '..')
const portal = join(root, 'examples', 'portal')

/** The Supabase project that a served portal talks to. */
export interface PortalSettings {
  url: string
  publishableKey: string
  /** An account that anybody may look at. */
  sample?: { email: string; password: string }
  /** An emulated vendor, which the portal may make fail. */
  emulatorUrl?: string
  /** An emulated carrier, which the portal may connect and make fail. */
  sms?: { url: string; accountSid: string; authToken: string }
}

/** Where the page reaches the emulator's control: on its own origin. */
const CONTROL = '/__emulator'
/** The same of the emulated carrier; it stands first, as it is the longer one. */
const SMS_CONTROL = '/__emulator/control'

/** Hands what the page asks of the emulator's control on to the emulator. */
function controlProxy({ emulatorUrl, sms }: PortalSettings): Record<string, string> {
  return {
    ...(sms === undefined ? {} : { [SMS_CONTROL]: sms.url }),
    ...(emulatorUrl === undefined ? {} : { [CONTROL]: emulatorUrl }),
  }
}

/** Answers /settings.json, so that one build of the portal works with any project. */
function settingsPlugin({ emulatorUrl, sms, ...settings }: PortalSettings): Plugin {
  const served = {
    ...settings,
    ...(emulatorUrl === undefined ? {} : { emulatorUrl: CONTROL }),
    ...(sms === undefined
      ? {}
      : { smsEmulator: { accountSid: sms.accountSid, authToken: sms.authToken, controlUrl: SMS_CONTROL } }),
  }
  const answer: Connect.NextHandleFunction = (_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(served))
  }
  return {
    name: 'portal-settings',
    configureServer: ({ middlewares }) => void middlewares.use('/settings.json', answer),
    configurePreviewServer: ({ middlewares }) => void middlewares.use('/settings.json', answer),
  }
}

/** The packages' sources in place of what is built of them, so that a change shows at once. */
const sources = [
  { find: /^@headwater\/core\/(\w+)$/, replacement: join(root, 'packages/core/src/$1/index.ts') },
  {
    find: /^@headwater\/react\/(dashboards|campaigns)$/,
    replacement: join(root, 'packages/react/src/$1.ts'),
  },
  { find: /^@headwater\/(core|react)$/, replacement: join(root, 'packages/$1/src/index.ts') },
]

/** Serves the portal: as it is built, or from the sources with each change shown at once. Returns what stops it. */
export async function servePortal(options: {
  mode: 'built' | 'sources'
  port: number
  settings: PortalSettings
}): Promise<() => Promise<void>> {
  const { mode, port, settings } = options
  const listen = { host: '127.0.0.1', port, strictPort: true, proxy: controlProxy(settings) }
  const shared = { root: portal, logLevel: 'warn' as const, plugins: [settingsPlugin(settings)] }
  if (mode === 'built') {
    const server = await preview({ ...shared, preview: listen })
    return () => server.close()
  }
  const server = await createServer({ ...shared, server: listen, resolve: { alias: sources } })
  await server.listen()
  return () => server.close()
}
