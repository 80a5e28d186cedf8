// `pnpm demo` and `pnpm dev`: the local stack and the portal, on one command.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { servePortal } from './portal-server.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '5173' },
    'data-dir': { type: 'string', default: '.headwater/stack' },
  },
})
const mode = positionals[0] === 'dev' ? 'sources' : 'built'
const directory = resolve(values['data-dir'])
const portalPort = Number(values.port)
const portalUrl = `http://127.0.0.1:${portalPort}`

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

console.log('Building the packages and the portal …')
const build = spawnSync(process.execPath, ['scripts/build.ts', '--if-changed'], { stdio: 'inherit' })
if (build.status !== 0) process.exit(1)

// Loaded after the build: the stack's functions and the packages come from it.
const { forgetStack, isPortFree, nextFreePort, recordStack, runningStack, startLocalSupabase } =
  await import('../tools/local-supabase/src/index.ts')

const { startEmailBisonEmulator, startTwilioEmulator } = await import('../tools/emulators/src/index.ts')

if (!(await isPortFree(portalPort)))
  fail(
    `Port ${portalPort} is taken. Stop what uses it, or give another: --port ${await nextFreePort(portalPort + 1)}.`,
  )

/** The vendors that are emulated: of the dashboards, and of the campaigns. */
interface Vendors {
  bison: Awaited<ReturnType<typeof startEmailBisonEmulator>>
  twilio: Awaited<ReturnType<typeof startTwilioEmulator>>
}

/** What the portal is served on. */
interface Backend {
  url: string
  publishableKey: string
  /** None where the stack ran before. */
  vendors: Vendors | null
  stop(): Promise<void>
}

/** The key that vendors' credentials are sealed with: of this data directory, so that they can be opened the next time. */
function credentialKeys(): string {
  const file = join(directory, 'credential-keys.json')
  if (!existsSync(file))
    writeFileSync(file, JSON.stringify({ demo: randomBytes(32).toString('base64') }), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** The stack's address and key, and what stops it: nothing, where it ran before. */
async function stackOfDirectory(): Promise<Backend> {
  const running = runningStack(directory)
  if (running) {
    const { API_URL: url = '', PUBLISHABLE_KEY: publishableKey = '' } = running.settings
    console.log(`Using the stack that runs at ${url}.`)
    return { url, publishableKey, vendors: null, stop: () => Promise.resolve() }
  }
  console.log('Starting the local stack …')
  mkdirSync(directory, { recursive: true })
  const bison = await startEmailBisonEmulator({ latency: { medianMs: 200, p95Ms: 800 } })
  // A carrier as it is on a good day: some phones are off, some numbers are gone.
  const twilio = await startTwilioEmulator({
    latency: { medianMs: 60, p95Ms: 200 },
    delayMs: 1500,
    duplicateShare: 0.05,
    reorderShare: 0.1,
    undelivered: { 30003: 0.03, 30005: 0.02 },
  })
  const stack = await startLocalSupabase({
    port: await nextFreePort(54_321),
    dataDirectory: directory,
    seed: true,
    watch: mode === 'sources',
    functionEnv: {
      HEADWATER_ALLOWED_ORIGINS: `${portalUrl},http://localhost:${portalPort}`,
      HEADWATER_EMAIL_BISON_URL: bison.url,
      HEADWATER_TWILIO_URL: twilio.url,
      HEADWATER_CREDENTIAL_KEYS: credentialKeys(),
      // What the carrier left unanswered is asked about soon: nobody wants to watch for minutes.
      HEADWATER_DOUBT_SECONDS: '1',
    },
    log: (line) => {
      if (/error|panic/i.test(line)) console.error(line)
    },
  })
  recordStack(directory, stack)
  return {
    url: stack.apiUrl,
    publishableKey: stack.publishableKey,
    vendors: { bison, twilio },
    async stop() {
      forgetStack(directory)
      await stack.stop()
      await Promise.all([bison.stop(), twilio.stop()])
    },
  }
}

const stack = await stackOfDirectory()
const { url, publishableKey, vendors } = stack
const { addSampleCampaigns, addSampleDashboards, addSampleData, sampleAccount } =
  await import('../examples/portal/sample-data.ts')
await addSampleData(url, publishableKey)
// Thousands of sender accounts and a campaign take a while: the pages fill as they come.
if (vendors)
  Promise.all([
    addSampleCampaigns(url, publishableKey, vendors.twilio),
    addSampleDashboards(url, publishableKey, vendors.bison.token),
  ]).catch((error: unknown) => console.error(error))
const settings = {
  url,
  publishableKey,
  sample: sampleAccount,
  ...(vendors ? { emulatorUrl: vendors.bison.url, sms: vendors.twilio } : {}),
}
const closePortal = await servePortal({ mode, port: portalPort, settings })
console.log(
  `\n  Portal    ${portalUrl}\n  Supabase  ${url}\n\nThe data is kept in ${values['data-dir']}. Ctrl-C ends both.`,
)

let stopping = false
function stop(): void {
  if (stopping) return
  stopping = true
  Promise.allSettled([closePortal(), stack.stop()]).then(
    () => process.exit(0),
    () => process.exit(1),
  )
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
