import type { CreateDataModel, DataModel, Fetched, RequestMeta, UpdateDataModel } from '@headwater/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useHub } from '../../provider/index.ts'

/** What {@link useDataModels} gives. */
export interface UseDataModelsResult {
  /** The models that the user may read, newest first; undefined until they are loaded. */
  models: DataModel[] | undefined
  /** Where the models come from and how old they are. */
  meta: RequestMeta | undefined
  isLoading: boolean
  /** Why the last load failed. Models of an earlier one stay. */
  error: Error | null
  refetch(): void
  createDataModel(input: CreateDataModel): Promise<DataModel>
  /** Shows the change at once, and takes it back when the server refuses it. */
  updateDataModel(id: string, change: UpdateDataModel): Promise<DataModel>
  /** Hides the model at once, and shows it again when the server refuses. */
  deleteDataModel(id: string): Promise<void>
}

type ModelList = Fetched<DataModel[]>

/**
 * Lists data models and changes them.
 *
 * @example
 * const { models, createDataModel } = useDataModels()
 */
export function useDataModels(): UseDataModelsResult {
  const { dataModels, queryClient } = useHub()
  const query = useQuery(dataModels.queries.list(), queryClient)
  const key = dataModels.keys.list()

  /** Changes the cached list ahead of the server; gives what it was. */
  async function patchList(
    change: (models: DataModel[]) => DataModel[],
  ): Promise<{ before: ModelList | undefined }> {
    await queryClient.cancelQueries({ queryKey: key })
    const before = queryClient.getQueryData<ModelList>(key)
    if (before) queryClient.setQueryData<ModelList>(key, { ...before, data: change(before.data) })
    return { before }
  }
  const takeBack = (
    _error: Error,
    _input: unknown,
    context: { before: ModelList | undefined } | undefined,
  ) => {
    if (context?.before) queryClient.setQueryData(key, context.before)
  }

  const create = useMutation(
    { mutationFn: (input: CreateDataModel) => dataModels.create(input) },
    queryClient,
  )
  const update = useMutation(
    {
      mutationFn: ({ id, change }: { id: string; change: UpdateDataModel }) => dataModels.update(id, change),
      onMutate: ({ id, change }) =>
        patchList((models) =>
          models.map((model) => (model.id === id ? { ...model, ...defined(change) } : model)),
        ),
      onError: takeBack,
    },
    queryClient,
  )
  const remove = useMutation(
    {
      mutationFn: (id: string) => dataModels.remove(id),
      onMutate: (id) => patchList((models) => models.filter((model) => model.id !== id)),
      onError: takeBack,
    },
    queryClient,
  )

  return {
    models: query.data?.data,
    meta: query.data?.meta,
    isLoading: query.isLoading,
    error: query.error,
    refetch: () => void query.refetch(),
    createDataModel: create.mutateAsync,
    updateDataModel: (id, change) => update.mutateAsync({ id, change }),
    deleteDataModel: remove.mutateAsync,
  }
}

/** The parts of a change that are given. */
function defined({ name, description, fields, visibility }: UpdateDataModel): Partial<DataModel> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(fields === undefined ? {} : { fields }),
    ...(visibility === undefined ? {} : { visibility }),
  }
}

/** Reads one data model. */
export function useDataModel(id: string) {
  const { dataModels, queryClient } = useHub()
  return useQuery(dataModels.queries.detail(id), queryClient)
}
