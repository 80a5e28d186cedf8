import type {
  DataModel,
  DataRecord,
  ImportJob,
  ImportJobError,
  Json,
  ModelField,
} from '../contracts/index.ts'
import { noCounts, plainSettings } from './memory-job-row.ts'
import type { MemoryUser } from './memory-store.ts'

const EARLIEST_MS = Date.UTC(2026, 0, 1, 9)
const MINUTE_MS = 60_000

/** A uuid that says what it is of and counts: the same one in each run. */
function sampleId(
  kind: 'user' | 'agency' | 'model' | 'record' | 'job' | 'error',
  count: number,
  of = 0,
): string {
  const code = { user: 1, agency: 2, model: 3, record: 4, job: 5, error: 6 }[kind]
  const group = String(of).padStart(4, '0').slice(-4)
  return `0000000${code}-0000-4000-8000-${group}${String(count).padStart(8, '0')}`
}

function sampleTime(minutes: number): string {
  return new Date(EARLIEST_MS + minutes * MINUTE_MS).toISOString()
}

/** The user whom {@link createMemorySupabase} signs in unless told otherwise. */
export const sampleUser: MemoryUser = {
  id: sampleId('user', 1),
  email: 'ada@example.com',
  agencyId: sampleId('agency', 1),
}

const owner = { user_id: sampleUser.id, agency_id: sampleUser.agencyId }

const sampleFields: ModelField[] = [
  { id: 'name', name: 'name', type: 'text', label: 'Name', required: true },
  { id: 'email', name: 'email', type: 'email', label: 'Email', required: true, unique: true },
  { id: 'phone', name: 'phone', type: 'phone', label: 'Phone' },
  { id: 'plan', name: 'plan', type: 'select', label: 'Plan', options: ['Free', 'Team', 'Business'] },
  { id: 'spent', name: 'spent', type: 'number', label: 'Spent', min: 0 },
  { id: 'since', name: 'since', type: 'date', label: 'Customer since' },
  { id: 'subscribed', name: 'subscribed', type: 'boolean', label: 'Subscribed' },
  { id: 'website', name: 'website', type: 'url', label: 'Website' },
]

/** A model of customers with a field of each type. The n-th one has an id and a time of its own. */
export function sampleModel(overrides: Partial<DataModel> = {}, n = 1): DataModel {
  const created_at = sampleTime(n)
  return {
    id: sampleId('model', n),
    ...owner,
    name: n === 1 ? 'Customers' : `Customers ${n}`,
    description: 'Everyone who bought something.',
    fields: structuredClone(sampleFields),
    visibility: 'private',
    created_at,
    updated_at: created_at,
    ...overrides,
  }
}

const givenNames = [
  'Ada',
  'Alan',
  'Grace',
  'Edsger',
  'Barbara',
  'Donald',
  'Frances',
  'Tony',
  'Katherine',
  'Ken',
]
const familyNames = [
  'Lovelace',
  'Turing',
  'Hopper',
  'Dijkstra',
  'Liskov',
  'Knuth',
  'Allen',
  'Hoare',
  'Johnson',
]

function pick<Value>(values: readonly Value[], index: number): Value | undefined {
  return values[index % values.length]
}

/** A value that the field takes, and that no other index has where the field is unique. */
function sampleValue(field: ModelField, index: number): Json {
  const name = `${pick(givenNames, index)} ${pick(familyNames, index)}`
  switch (field.type) {
    case 'email':
      return `${name.toLowerCase().replaceAll(' ', '.')}.${index + 1}@example.com`
    case 'phone':
      return `+1201555${String(index % 10_000).padStart(4, '0')}`
    case 'number':
      return (field.min ?? 0) + ((index * 37) % 500)
    case 'date':
      return sampleTime(index * 24 * 60).slice(0, 10)
    case 'boolean':
      return index % 3 !== 0
    case 'url':
      return `https://example.com/${index + 1}`
    case 'select':
      return pick(field.options ?? [], index) ?? ''
    case 'text':
      return field.unique === true || !/name/i.test(field.name) ? `${name} ${index + 1}` : name
  }
}

/** Records that fit the model, the same ones in each run. */
export function sampleRecords(model: DataModel, count: number): DataRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const created_at = sampleTime(1000 + index)
    return {
      id: sampleId('record', index + 1, Number(model.id.slice(-4)) || 0),
      model_id: model.id,
      user_id: model.user_id,
      agency_id: model.agency_id,
      data: Object.fromEntries(model.fields.map((field) => [field.name, sampleValue(field, index)])),
      import_job_id: null,
      import_row: null,
      created_at,
      updated_at: created_at,
    }
  })
}

/** A completed import of 100 rows, two of which were rejected; the overrides make others of it. */
export function sampleJob(overrides: Partial<ImportJob> = {}, n = 1): ImportJob {
  const created_at = sampleTime(2000 + n)
  return {
    id: sampleId('job', n),
    ...owner,
    model_id: sampleId('model', 1),
    file_url: `${owner.user_id}/sample-${n}/customers.csv`,
    file_name: 'customers.csv',
    file_type: 'csv',
    file_size: 9_216,
    ...plainSettings,
    ...noCounts,
    status: 'completed',
    total_records: 100,
    processed_records: 100,
    imported_records: 98,
    inserted_records: 98,
    failed_records: 2,
    error_code: null,
    error_message: null,
    created_at,
    updated_at: sampleTime(2001 + n),
    started_at: created_at,
    finished_at: sampleTime(2001 + n),
    undo_until: sampleTime(2001 + n + 30 * 24 * 60),
    undone_at: null,
    ...overrides,
  }
}

/** Rejected rows of a job, the same ones in each run. @param count How many. @default the job's `failed_records` */
export function sampleJobErrors(job: ImportJob, count = job.failed_records): ImportJobError[] {
  return Array.from({ length: count }, (_, index) => {
    const value = `person${index + 1}(at)example.com`
    const message = `email is “${value}”. Expected an email address, such as ada@example.com.`
    return {
      id: sampleId('error', index + 1, Number(job.id.slice(-4)) || 0),
      import_job_id: job.id,
      row_number: 3 + index * 7,
      errors: [{ field: 'email', code: 'INVALID_TYPE', message, value }],
      raw: { name: `Person ${index + 1}`, email: value },
      created_at: job.created_at,
    }
  })
}
