import { isHubApiError, type CreateDataModel, type DataModel, type ModelField } from '@headwater/core'
import { Plus } from 'lucide-react'
import { useEffect, useState, type ComponentProps, type ReactNode } from 'react'
import { FormProvider, useFieldArray, useForm } from 'react-hook-form'
import { ErrorState, useCommonCopy } from '../../../provider/index.ts'
import { Button, classNames, ConfirmDialog, SelectField, TextField } from '../../../ui/index.ts'
import {
  draftOf,
  draftOfField,
  isDraftPath,
  modelOf,
  newFieldDraft,
  type DraftIssue,
  type ModelDraft,
} from '../model-draft.ts'
import { useDataModelsCopy } from '../use-data-models-copy.ts'
import { useDataModels } from '../use-data-models.ts'
import { EditWarnings } from './EditWarnings.tsx'
import { FieldEditor } from './FieldEditor.tsx'

/** Props of {@link ModelBuilder}. */
export interface ModelBuilderProps extends Omit<ComponentProps<'form'>, 'children' | 'onSubmit' | 'title'> {
  /** The model to edit. @default a new one is made */
  model?: DataModel | undefined
  /** What a new model begins with: a file's proposal, say. */
  initialModel?: CreateDataModel | undefined
  onSaved?: ((model: DataModel) => void) | undefined
  onCancel?: (() => void) | undefined
  /** The heading. @default says whether a model is made or edited */
  title?: ReactNode
  /** @default "Create model" or "Save model" */
  submitLabel?: string | undefined
}

/** Asks before the page is left with changes in it. */
function useLeaveGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', hold)
    return () => removeEventListener('beforeunload', hold)
  }, [dirty])
}

/**
 * Makes or edits a data model: its name and its typed fields. Faults are shown at their field; nothing is sent while one stands.
 *
 * @example
 * <ModelBuilder onSaved={(model) => navigate(`/models/${model.id}`)} onCancel={close} />
 */
export function ModelBuilder(props: ModelBuilderProps) {
  const { model, initialModel, onSaved, onCancel, title, submitLabel, className, ...rest } = props
  const copy = useDataModelsCopy()
  const common = useCommonCopy()
  const { createDataModel, updateDataModel } = useDataModels()
  const form = useForm<ModelDraft>({ defaultValues: draftOf(model ?? initialModel) })
  const { fields, append, insert, move, remove } = useFieldArray({
    control: form.control,
    name: 'fields',
    keyName: 'key',
  })
  const [failure, setFailure] = useState<unknown>(null)
  const [leaving, setLeaving] = useState(false)
  const [news, setNews] = useState('')
  const { isDirty, isSubmitting, errors } = form.formState
  useLeaveGuard(isDirty && !isSubmitting)

  function show(issues: readonly DraftIssue[]): void {
    for (const { path, message } of issues) form.setError(path, { message })
    const [first] = issues
    if (first) form.setFocus(first.path)
  }

  async function save(draft: ModelDraft): Promise<void> {
    setFailure(null)
    const parsed = modelOf(draft, copy.notANumber)
    if (!parsed.ok) return show(parsed.issues)
    try {
      const saved = model
        ? await updateDataModel(model.id, parsed.model)
        : await createDataModel(parsed.model)
      form.reset(draft)
      onSaved?.(saved)
    } catch (error) {
      const places = isHubApiError(error)
        ? error.issues.flatMap(({ path, message }) => (isDraftPath(path) ? [{ path, message }] : []))
        : []
      if (places.length > 0) show(places)
      else setFailure(error)
    }
  }

  function moveField(from: number, to: number): void {
    move(from, to)
    const name = form.getValues(`fields.${to}.name`) || copy.fieldNumber(to + 1)
    setNews(copy.fieldMoved(name, to + 1, fields.length))
    requestAnimationFrame(() => form.setFocus(`fields.${to}.name`))
  }

  /** A removed field returns to where it was, with its values in the records. */
  function putBack(field: ModelField, { fields: before }: DataModel): void {
    const at = Math.min(before.indexOf(field), fields.length)
    insert(at, draftOfField(field))
  }

  return (
    <FormProvider {...form}>
      <form
        noValidate
        {...rest}
        className={classNames('hub-stack hub-model-builder', className)}
        onSubmit={(event) => {
          form.clearErrors()
          void form.handleSubmit(save)(event)
        }}
      >
        <h2 className="hub-title">{title ?? (model ? copy.editTitle(model.name) : copy.createTitle)}</h2>
        <div className="hub-model-head">
          <TextField
            label={copy.nameLabel}
            placeholder={copy.namePlaceholder}
            autoComplete="off"
            error={errors.name?.message}
            {...form.register('name')}
          />
          <SelectField label={copy.visibilityLabel} {...form.register('visibility')}>
            <option value="private">{copy.private}</option>
            <option value="agency">{copy.agency}</option>
          </SelectField>
          <TextField
            label={copy.descriptionLabel}
            hint={copy.descriptionHint}
            error={errors.description?.message}
            {...form.register('description')}
          />
        </div>
        <div className="hub-stack" style={{ gap: 8 }}>
          <div>
            <h3 className="hub-label">{copy.fieldsTitle}</h3>
            <p className="hub-hint">{copy.fieldsHint}</p>
          </div>
          <ol className="hub-panel hub-field-list" aria-label={copy.fieldsTitle}>
            {fields.map((field, index) => (
              <FieldEditor
                key={field.key}
                index={index}
                total={fields.length}
                onMove={(to) => moveField(index, to)}
                onRemove={() => remove(index)}
              />
            ))}
          </ol>
          {errors.fields?.message ? (
            <p className="hub-field-error" role="alert">
              {errors.fields.message}
            </p>
          ) : null}
          <div>
            <Button icon={<Plus className="hub-icon" aria-hidden />} onClick={() => append(newFieldDraft())}>
              {copy.addField}
            </Button>
          </div>
          <p className="hub-visually-hidden" aria-live="polite">
            {news}
          </p>
        </div>
        {model ? <EditWarnings model={model} onPutBack={(field) => putBack(field, model)} /> : null}
        {failure === null ? null : <ErrorState error={failure} />}
        <div className="hub-row hub-form-actions">
          {onCancel ? (
            <Button onClick={() => (isDirty ? setLeaving(true) : onCancel())}>{common.cancel}</Button>
          ) : null}
          <Button type="submit" variant="primary" busy={isSubmitting}>
            {submitLabel ?? (model ? copy.saveModel : copy.createModel)}
          </Button>
        </div>
        <ConfirmDialog
          open={leaving}
          onOpenChange={setLeaving}
          title={copy.discardTitle}
          description={copy.discardDescription}
          confirmLabel={copy.discard}
          cancelLabel={copy.keepEditing}
          onConfirm={() => onCancel?.()}
        />
      </form>
    </FormProvider>
  )
}
