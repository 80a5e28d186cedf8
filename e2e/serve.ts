// A stack of its own and the built portal on it, for the journeys.
import { mkdirSync, writeFileSync } from 'node:fs'
import { servePortal } from '../scripts/portal-server.ts'
import { startEmailBisonEmulator, startTwilioEmulator } from '../tools/emulators/src/index.ts'
import { startLocalSupabase } from '../tools/local-supabase/src/index.ts'

const port = Number(process.argv[2])
const bison = await startEmailBisonEmulator()
// Events come twice, late and out of order now and then, as a carrier's do.
const twilio = await startTwilioEmulator({ delayMs: 50, duplicateShare: 0.1, reorderShare: 0.2 })
const stack = await startLocalSupabase({
  functionEnv: {
    HEADWATER_EMAIL_BISON_URL: bison.url,
    HEADWATER_TWILIO_URL: twilio.url,
    HEADWATER_DOUBT_SECONDS: '1',
    HEADWATER_CREDENTIAL_KEYS: JSON.stringify({ e2e: Buffer.alloc(32, 5).toString('base64') }),
    HEADWATER_REFRESH_MIN_AGE_MS: '1',
    HEADWATER_VENDOR_ATTEMPTS: '1',
    HEADWATER_VENDOR_REQUESTS_PER_SECOND: '1000',
    HEADWATER_ALLOWED_ORIGINS: `http://127.0.0.1:${port}`,
    HEADWATER_REQUESTS_PER_MINUTE: '100000',
  },
})
// For what no person can do, such as making figures older than they are.
mkdirSync('.headwater', { recursive: true })
const { accountSid, authToken } = twilio
writeFileSync(
  '.headwater/e2e-stack.json',
  JSON.stringify({
    url: stack.apiUrl,
    secretKey: stack.secretKey,
    sms: { url: twilio.url, accountSid, authToken },
  }),
)
const closePortal = await servePortal({
  mode: 'built',
  port,
  settings: { url: stack.apiUrl, publishableKey: stack.publishableKey, emulatorUrl: bison.url },
})
process.on('SIGTERM', () => {
  Promise.allSettled([closePortal(), stack.stop(), bison.stop(), twilio.stop()]).then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
