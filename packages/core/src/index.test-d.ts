// Compiled with the package: what the types promise. A line that stops compiling is a change that apps will feel.
import type { SupabaseClient } from '@supabase/supabase-js'
import { expectTypeOf } from 'vitest'
import {
  createHub,
  isHubApiError,
  type CreateDataModel,
  type DataModel,
  type DataRecord,
  type Fetched,
  type Hub,
  type ImportJob,
  type ImportStatus,
  type Json,
  type ModelField,
  type RecordPage,
} from './index.ts'
import { compileRecordChecker, type RecordCheck } from './validation/index.ts'

declare const supabase: SupabaseClient
declare const caught: unknown

const hub = createHub({ supabase })
expectTypeOf(hub).toEqualTypeOf<Hub>()
// @ts-expect-error A hub can't do without a client.
createHub({})

expectTypeOf(hub.dataModels.list).returns.resolves.toEqualTypeOf<Fetched<DataModel[]>>()
expectTypeOf(hub.dataModels.get).returns.resolves.toEqualTypeOf<Fetched<DataModel>>()
expectTypeOf(hub.dataModels.create).parameter(0).toEqualTypeOf<CreateDataModel>()
expectTypeOf(hub.dataModels.remove).returns.resolves.toEqualTypeOf<void>()
expectTypeOf(hub.records.list).returns.resolves.toEqualTypeOf<Fetched<RecordPage>>()
expectTypeOf(hub.records.update).returns.resolves.toEqualTypeOf<DataRecord>()
expectTypeOf(hub.imports.get).returns.resolves.toEqualTypeOf<Fetched<ImportJob>>()
expectTypeOf(hub.imports.cancel).returns.resolves.toEqualTypeOf<ImportJob>()
expectTypeOf(hub.live.connect).returns.returns.toEqualTypeOf<void>()

expectTypeOf<DataRecord['data']>().toEqualTypeOf<Record<string, Json>>()
expectTypeOf<ImportStatus>().toEqualTypeOf<
  'pending' | 'processing' | 'paused' | 'completed' | 'failed' | 'cancelled'
>()
expectTypeOf<ModelField['type']>().toEqualTypeOf<
  'text' | 'number' | 'date' | 'email' | 'phone' | 'boolean' | 'url' | 'select'
>()
// @ts-expect-error A field's type is one of eight.
expectTypeOf<ModelField>().toEqualTypeOf<{ type: 'money' }>()

if (isHubApiError(caught)) expectTypeOf(caught.importJobId).toEqualTypeOf<string | null>()

const check = compileRecordChecker([{ id: '1', name: 'amount', type: 'number' }])
expectTypeOf(check).returns.toEqualTypeOf<RecordCheck>()
const outcome = check({ amount: '1' })
// @ts-expect-error The values are there only after a look at `ok`.
expectTypeOf(outcome.data).not.toBeAny()
if (outcome.ok) expectTypeOf(outcome.data).toEqualTypeOf<Record<string, Json>>()
