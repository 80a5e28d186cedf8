import {
  createDataModelSchema,
  updateDataModelSchema,
  type DataModel,
  type ModelField,
  type RecordData,
} from '../contracts/index.ts'
import type { MemoryHandler } from './memory-context.ts'
import { found, MemoryProblem, parseRequest } from './memory-problem.ts'
import { newestFirst, type MemoryStore } from './memory-store.ts'
import { takenValues } from './memory-unique.ts'

export const listModels: MemoryHandler = ({ store }) => ({ data: newestFirst(store.models.values()) })

export const getModel: MemoryHandler = ({ store }, id) => ({ data: found(store.models.get(id)) })

export const createModel: MemoryHandler = ({ store, body }) => {
  const {
    name,
    description = null,
    fields,
    visibility = 'private',
  } = parseRequest(createDataModelSchema, body)
  const model: DataModel = { ...store.newRow(), name, description, fields, visibility }
  store.models.set(model.id, model)
  store.broadcast('data_models', { operation: 'INSERT', id: model.id })
  return { data: model, status: 201 }
}

function renamed(data: RecordData, names: ReadonlyMap<string, string>): RecordData {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [names.get(name) ?? name, value]))
}

/** A field that keeps its id and changes its name takes its records' values along. */
function renameFields(store: MemoryStore, before: DataModel, after: readonly ModelField[]): void {
  const names = new Map(
    before.fields.flatMap((field) => {
      const next = after.find(({ id }) => id === field.id)
      return next && next.name !== field.name ? [[field.name, next.name] as const] : []
    }),
  )
  if (names.size === 0) return
  for (const record of store.records.values())
    if (record.model_id === before.id)
      store.records.set(record.id, { ...record, data: renamed(record.data, names) })
}

export const updateModel: MemoryHandler = ({ store, body }, id) => {
  const change = parseRequest(updateDataModelSchema, body)
  const before = found(store.models.get(id))
  const model: DataModel = {
    ...before,
    name: change.name ?? before.name,
    description: change.description === undefined ? before.description : change.description,
    fields: change.fields ?? before.fields,
    visibility: change.visibility ?? before.visibility,
    updated_at: store.now(),
  }
  const records = [...store.records.values()].filter(({ model_id }) => model_id === id)
  if (takenValues(model.fields, [], records).length > 0)
    throw new MemoryProblem(
      'NOT_UNIQUE',
      'Two records would have the same value in a unique field. Change the value.',
    )
  renameFields(store, before, model.fields)
  store.models.set(id, model)
  store.broadcast('data_models', { operation: 'UPDATE', id })
  return { data: model }
}

export const deleteModel: MemoryHandler = ({ store }, id) => {
  found(store.models.get(id))
  store.models.delete(id)
  for (const record of store.records.values()) if (record.model_id === id) store.records.delete(record.id)
  for (const job of store.jobs.values()) {
    if (job.model_id !== id) continue
    store.jobs.delete(job.id)
    store.errors.delete(job.id)
    store.changes.delete(job.id)
  }
  for (const [key, mapping] of store.mappings) if (mapping.model_id === id) store.mappings.delete(key)
  store.broadcast('data_models', { operation: 'DELETE', id })
  return { data: { id } }
}
