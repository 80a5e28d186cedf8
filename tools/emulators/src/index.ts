export {
  startEmailBisonEmulator,
  type BisonTraffic,
  type EmailBisonEmulator,
  type EmailBisonOptions,
} from './email-bison/email-bison.ts'
export type { BisonControl, BisonFaults, WorkspaceFaults } from './email-bison/faults.ts'
export { startSlackEmulator, type SlackEmulator, type SlackFault, type SlackMessage } from './slack/slack.ts'
export type { Latency } from './latency.ts'
export {
  startTwilioEmulator,
  type TwilioControl,
  type TwilioEmulator,
  type TwilioMessage,
  type TwilioOptions,
} from './twilio/twilio.ts'
export {
  startWhatsAppEmulator,
  type WhatsAppControl,
  type WhatsAppEmulator,
  type WhatsAppMessage,
  type WhatsAppOptions,
} from './whatsapp/whatsapp.ts'
