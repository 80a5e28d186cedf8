// `node tools/emulators/src/cli.ts [email-bison | slack | twilio | whatsapp] [--port 4010] [--workspaces 27] [--seed 1] [--median-ms 0] [--p95-ms 0]`
// Serves an emulator until Ctrl-C, and says how to control it.
import { parseArgs } from 'node:util'
import {
  startEmailBisonEmulator,
  startSlackEmulator,
  startTwilioEmulator,
  startWhatsAppEmulator,
} from './index.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string' },
    workspaces: { type: 'string', default: '27' },
    seed: { type: 'string', default: '1' },
    'median-ms': { type: 'string', default: '0' },
    'p95-ms': { type: 'string', default: '0' },
  },
})

async function start(): Promise<() => Promise<void>> {
  if (positionals[0] === 'slack') {
    const slack = await startSlackEmulator({ port: Number(values.port ?? 4011) })
    console.log(
      `Slack emulator\n  webhook    ${slack.webhookUrl}\n  bot token  ${slack.botToken}\n  messages   GET ${slack.url}/__emulator/messages`,
    )
    console.log(`  faults     PUT ${slack.url}/__emulator/fault  {"fault":"error"}`)
    return () => slack.stop()
  }
  const latency = { medianMs: Number(values['median-ms']), p95Ms: Number(values['p95-ms']) }
  if (positionals[0] === 'twilio') {
    const twilio = await startTwilioEmulator({ port: Number(values.port ?? 4012), latency, delayMs: 500 })
    console.log(`Twilio emulator\n  address      ${twilio.url}\n  account SID  ${twilio.accountSid}`)
    console.log(`  auth token   ${twilio.authToken}\n  messages     GET ${twilio.url}/__emulator/messages`)
    console.log(`  faults       PUT ${twilio.url}/__emulator/control  {"undelivered":{"30003":0.1}}`)
    return () => twilio.stop()
  }
  if (positionals[0] === 'whatsapp') {
    const whatsapp = await startWhatsAppEmulator({ port: Number(values.port ?? 4013), latency, delayMs: 500 })
    console.log(
      `WhatsApp emulator\n  address       ${whatsapp.url}\n  number id     ${whatsapp.phoneNumberId}`,
    )
    console.log(`  access token  ${whatsapp.accessToken}\n  app secret    ${whatsapp.appSecret}`)
    return () => whatsapp.stop()
  }
  const bison = await startEmailBisonEmulator({
    port: Number(values.port ?? 4010),
    workspaces: Number(values.workspaces),
    seed: Number(values.seed),
    latency,
  })
  console.log(`Email Bison emulator\n  address    ${bison.url}\n  token      ${bison.token}`)
  console.log(
    `  faults     PUT ${bison.url}/__emulator/faults  {"outage":"error"}  and POST ${bison.url}/__emulator/heal`,
  )
  return () => bison.stop()
}

const stop = await start()
process.once('SIGINT', () => void stop())
process.once('SIGTERM', () => void stop())
