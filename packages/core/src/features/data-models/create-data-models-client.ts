import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf, type FeatureContext } from '../feature-context.ts'
import { dataModelKeys } from './data-model-keys.ts'
import { recordKeys } from '../records/index.ts'
import type { CreateDataModel, DataModel, UpdateDataModel } from '../../contracts/index.ts'

/** Makes the client of data models: `hub.dataModels`. */
export function createDataModelsClient({ transport, queryClient, staleTimeMs }: FeatureContext) {
  const queries = {
    list: () =>
      queryOptionsOf(dataModelKeys.list(), staleTimeMs, (signal) =>
        transport({ method: 'GET', path: '/models', schema: ({ dataModels }) => dataModels, signal }),
      ),
    detail: (id: string) =>
      queryOptionsOf(dataModelKeys.detail(id), staleTimeMs, (signal) =>
        transport({ method: 'GET', path: `/models/${id}`, schema: ({ dataModel }) => dataModel, signal }),
      ),
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: dataModelKeys.all })
  return {
    keys: dataModelKeys,
    queries,
    /** Lists the models that the user may read, newest first. */
    list: () => cachedRead(queryClient, queries.list()),
    /** Reads one model. @throws HubApiError NOT_FOUND */
    get: (id: string) => cachedRead(queryClient, queries.detail(id)),
    /** Makes a model. @throws HubApiError VALIDATION_FAILED with the path of each fault */
    async create(input: CreateDataModel, options: { idempotencyKey?: string } = {}): Promise<DataModel> {
      const { data } = await transport({
        method: 'POST',
        path: '/models',
        schema: ({ dataModel }) => dataModel,
        body: input,
        ...options,
      })
      await refresh()
      return data
    },
    /** Changes the given parts of a model. A field that keeps its id and gets another name takes its records' values along. */
    async update(id: string, change: UpdateDataModel): Promise<DataModel> {
      const { data } = await transport({
        method: 'PUT',
        path: `/models/${id}`,
        schema: ({ dataModel }) => dataModel,
        body: change,
      })
      await Promise.all([refresh(), queryClient.invalidateQueries({ queryKey: recordKeys.ofModel(id) })])
      return data
    },
    /** Deletes a model with its records and imports. */
    async remove(id: string): Promise<void> {
      await transport({ method: 'DELETE', path: `/models/${id}`, schema: ({ deleted }) => deleted })
      queryClient.removeQueries({ queryKey: recordKeys.ofModel(id) })
      queryClient.removeQueries({ queryKey: dataModelKeys.detail(id) })
      await refresh()
    },
  }
}

/** The client of data models. */
export type DataModelsClient = ReturnType<typeof createDataModelsClient>
