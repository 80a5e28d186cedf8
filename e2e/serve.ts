// A stack of its own and the built portal on it, for the journeys.
import { servePortal } from '../scripts/portal-server.ts'
import { startLocalSupabase } from '../tools/local-supabase/src/index.ts'

const port = Number(process.argv[2])
const stack = await startLocalSupabase({
  functionEnv: {
    HEADWATER_ALLOWED_ORIGINS: `http://127.0.0.1:${port}`,
    HEADWATER_REQUESTS_PER_MINUTE: '100000',
  },
})
const closePortal = await servePortal({
  mode: 'built',
  port,
  settings: { url: stack.apiUrl, publishableKey: stack.publishableKey },
})
process.on('SIGTERM', () => {
  Promise.allSettled([closePortal(), stack.stop()]).then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
