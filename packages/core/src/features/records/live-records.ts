import * as z from 'zod/mini'
import type { LiveHandler } from '../live/index.ts'
import { recordKeys } from './record-keys.ts'

const changeSchema = z.object({ model_id: z.string() })

/** Reads a model's records again when some of them changed. */
export const liveRecords: LiveHandler = {
  topics: ['user', 'agency'],
  event: 'records',
  queryKeys: [recordKeys.all],
  apply: (payload) => [recordKeys.ofModel(changeSchema.parse(payload).model_id)],
}
