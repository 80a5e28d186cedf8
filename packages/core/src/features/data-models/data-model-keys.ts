/** The keys of data models in the query cache. */
export const dataModelKeys = {
  all: ['headwater', 'data-models'] as const,
  list: () => [...dataModelKeys.all, 'list'] as const,
  detail: (id: string) => [...dataModelKeys.all, 'detail', id] as const,
}
