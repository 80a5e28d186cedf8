// Uploads a file in a process of its own, so that its memory is told apart from the stack's: large.bench.ts starts it.
import { openAsBlob } from 'node:fs'
import { createHub } from '@headwater/core'
import { createClient } from '@supabase/supabase-js'
import { peakMegabytes } from './memory.ts'

const [path = '', apiUrl = '', publishableKey = '', token = '', refreshToken = ''] = process.argv.slice(2)
const supabase = createClient(apiUrl, publishableKey, {
  auth: { persistSession: false, autoRefreshToken: false },
})
const { error } = await supabase.auth.setSession({ access_token: token, refresh_token: refreshToken })
if (error) throw error
const hub = createHub({ supabase, maxImportBytes: 1024 * 1024 * 1024 })
const file = new File([await openAsBlob(path)], 'large.csv')
const before = peakMegabytes('self')
const startedAt = performance.now()
const stored = await hub.imports.upload(file)
process.send?.({
  fileUrl: stored.fileUrl,
  ms: performance.now() - startedAt,
  grownMegabytes: peakMegabytes('self') - before,
})
hub.close()
