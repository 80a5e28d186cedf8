import * as z from 'zod/mini'
import type { LiveHandler } from '../live/index.ts'
import { dataModelKeys } from './data-model-keys.ts'

const changeSchema = z.object({ id: z.string() })

/** Reads models again when one of them changed: the user's, or one that their agency shares. */
export const liveDataModels: LiveHandler = {
  topics: ['user', 'agency'],
  event: 'data_models',
  queryKeys: [dataModelKeys.all],
  apply(payload) {
    changeSchema.parse(payload)
    return [dataModelKeys.all]
  },
}
