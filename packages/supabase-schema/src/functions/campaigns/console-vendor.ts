import type { Vendor } from './vendor.ts'

/** Makes the vendor that sends nothing: it prints a line, so that everything can be tried without an account. Logs carry no numbers and no texts. */
export function createConsoleVendor(): Vendor {
  return {
    canFind: true,
    // Nothing ever left: an attempt in doubt may simply be made again.
    find: async () => ({ outcome: 'absent' }),
    async send({ id, body }) {
      console.log(JSON.stringify({ console_message: id, characters: body.length }))
      return { outcome: 'accepted', providerMessageId: `console-${id}` }
    },
  }
}
