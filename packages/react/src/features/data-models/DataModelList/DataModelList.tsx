import type { DataModel } from '@headwater/core'
import { Database, Ellipsis, FolderOpen, Lock, Pencil, Plus, Trash2, Users } from 'lucide-react'
import { useDeferredValue, useState, type ComponentProps, type ReactNode } from 'react'
import { ErrorState, StaleNotice, useCommonCopy, useFormat } from '../../../provider/index.ts'
import {
  Badge,
  Button,
  classNames,
  EmptyState,
  IconButton,
  Menu,
  SearchField,
  Skeleton,
  type MenuItem,
} from '../../../ui/index.ts'
import { useDataModelsCopy } from '../use-data-models-copy.ts'
import { useDataModels } from '../use-data-models.ts'
import { DeleteModelDialog } from './DeleteModelDialog.tsx'

/** Props of {@link DataModelList}. */
export interface DataModelListProps extends Omit<ComponentProps<'section'>, 'children'> {
  /** Opens a model: its records, say. */
  onOpenModel?: ((model: DataModel) => void) | undefined
  onEditModel?: ((model: DataModel) => void) | undefined
  /** Shows the button that makes a model. */
  onCreateModel?: (() => void) | undefined
  /** More to do from the empty list. */
  emptyActions?: ReactNode
}

/** Rows beyond these wait behind a button. */
const PAGE_ROWS = 100

function matches(model: DataModel, search: string): boolean {
  return `${model.name}\n${model.description ?? ''}`.toLowerCase().includes(search.trim().toLowerCase())
}

function LoadingRows() {
  return ['w1', 'w2', 'w3'].map((key, index) => (
    <tr key={key}>
      <td>
        <Skeleton width={`${56 - index * 12}%`} />
      </td>
      <td className="hub-column-minor">
        <Skeleton width="24px" />
      </td>
      <td className="hub-column-minor">
        <Skeleton width="88px" />
      </td>
      <td>
        <Skeleton width="72px" />
      </td>
      <td />
    </tr>
  ))
}

function ModelRow(props: {
  model: DataModel
  onOpen: ((model: DataModel) => void) | undefined
  onEdit: ((model: DataModel) => void) | undefined
  onDelete(model: DataModel): void
}) {
  const { model, onOpen, onEdit, onDelete } = props
  const copy = useDataModelsCopy()
  const common = useCommonCopy()
  const format = useFormat()
  const items: MenuItem[] = [
    ...(onOpen
      ? [{ label: common.open, icon: <FolderOpen className="hub-icon" />, onSelect: () => onOpen(model) }]
      : []),
    ...(onEdit
      ? [{ label: common.edit, icon: <Pencil className="hub-icon" />, onSelect: () => onEdit(model) }]
      : []),
    {
      label: common.delete,
      icon: <Trash2 className="hub-icon" />,
      tone: 'danger',
      onSelect: () => onDelete(model),
    },
  ]
  const shared = model.visibility === 'agency'
  return (
    <tr>
      <td>
        <div className="hub-model-cell">
          {onOpen ? (
            <button
              type="button"
              className="hub-link hub-truncate"
              title={model.name}
              onClick={() => onOpen(model)}
            >
              {model.name}
            </button>
          ) : (
            <strong className="hub-truncate" title={model.name}>
              {model.name}
            </strong>
          )}
          {model.description ? (
            <span className="hub-model-description hub-truncate" title={model.description}>
              {model.description}
            </span>
          ) : null}
        </div>
      </td>
      <td data-align="end" className="hub-column-minor">
        {format.number(model.fields.length)}
      </td>
      <td className="hub-column-minor">
        <Badge
          icon={
            shared ? <Users className="hub-icon" aria-hidden /> : <Lock className="hub-icon" aria-hidden />
          }
          tone={shared ? 'info' : 'neutral'}
        >
          {shared ? copy.agency : copy.private}
        </Badge>
      </td>
      <td className="hub-muted" title={format.dateTime(model.updated_at)}>
        {format.age(model.updated_at)}
      </td>
      <td data-align="end">
        <Menu
          trigger={
            <IconButton label={common.actionsFor(model.name)} icon={<Ellipsis className="hub-icon" />} />
          }
          items={items}
        />
      </td>
    </tr>
  )
}

/**
 * Lists data models, searches them, and opens, edits or deletes one.
 *
 * @example
 * <DataModelList onOpenModel={({ id }) => navigate(`/models/${id}`)} onCreateModel={startBuilder} />
 */
export function DataModelList(props: DataModelListProps) {
  const { onOpenModel, onEditModel, onCreateModel, emptyActions, className, ...rest } = props
  const copy = useDataModelsCopy()
  const common = useCommonCopy()
  const { models, meta, isLoading, error, refetch, deleteDataModel } = useDataModels()
  const [search, setSearch] = useState('')
  const [limit, setLimit] = useState(PAGE_ROWS)
  const [deleting, setDeleting] = useState<DataModel | null>(null)
  const wanted = useDeferredValue(search)
  const found = models?.filter((model) => matches(model, wanted)) ?? []
  const createButton = onCreateModel ? (
    <Button variant="primary" icon={<Plus className="hub-icon" aria-hidden />} onClick={onCreateModel}>
      {copy.newModel}
    </Button>
  ) : null

  if (error && !models)
    return (
      <section {...rest} className={classNames('hub-data-model-list', className)}>
        <ErrorState error={error} onRetry={refetch} />
      </section>
    )
  if (models?.length === 0)
    return (
      <section {...rest} className={classNames('hub-panel', className)}>
        <EmptyState
          icon={<Database className="hub-icon" aria-hidden />}
          title={copy.emptyTitle}
          description={copy.emptyDescription}
          actions={
            <>
              {createButton}
              {emptyActions}
            </>
          }
        />
      </section>
    )
  return (
    <section
      {...rest}
      className={classNames('hub-stack hub-data-model-list', className)}
      aria-busy={isLoading}
    >
      {error && meta ? <StaleNotice error={error} fetchedAt={meta.fetchedAt} onRetry={refetch} /> : null}
      <div className="hub-row hub-spread">
        <SearchField
          label={copy.searchModels}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {createButton}
      </div>
      <div className="hub-panel">
        {models && found.length === 0 ? (
          <EmptyState
            title={copy.noMatchTitle(wanted)}
            description={copy.noMatchDescription}
            actions={<Button onClick={() => setSearch('')}>{common.clear}</Button>}
          />
        ) : (
          <div className="hub-table-scroll">
            <table className="hub-table hub-model-table">
              <thead>
                <tr>
                  <th scope="col">{copy.columnName}</th>
                  <th scope="col" data-align="end" className="hub-column-minor">
                    {copy.columnFields}
                  </th>
                  <th scope="col" className="hub-column-minor">
                    {copy.columnVisibility}
                  </th>
                  <th scope="col">{copy.columnUpdated}</th>
                  <th scope="col">
                    <span className="hub-visually-hidden">{common.actionsFor('')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {models ? (
                  found
                    .slice(0, limit)
                    .map((model) => (
                      <ModelRow
                        key={model.id}
                        model={model}
                        onOpen={onOpenModel}
                        onEdit={onEditModel}
                        onDelete={setDeleting}
                      />
                    ))
                ) : (
                  <LoadingRows />
                )}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {found.length > limit ? (
        <Button onClick={() => setLimit(limit + PAGE_ROWS)}>{common.showMore}</Button>
      ) : null}
      {deleting ? (
        <DeleteModelDialog model={deleting} onClose={() => setDeleting(null)} onDelete={deleteDataModel} />
      ) : null}
    </section>
  )
}
