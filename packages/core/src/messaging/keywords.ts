const stop = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'])
const start = new Set(['START', 'YES', 'UNSTOP'])
const help = new Set(['HELP', 'INFO'])

/** What an inbound message asks for when it is a keyword alone, in any letter case. Source: Twilio's default opt-out words. */
export function keywordOf(body: string): 'stop' | 'start' | 'help' | null {
  const word = body.trim().toUpperCase()
  if (stop.has(word)) return 'stop'
  if (start.has(word)) return 'start'
  return help.has(word) ? 'help' : null
}
