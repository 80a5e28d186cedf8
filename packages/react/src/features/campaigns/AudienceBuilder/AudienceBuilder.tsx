import type { DataModel } from '@headwater/core'
import { countRules, MAX_CRITERIA_RULES, type AudienceGroup } from '@headwater/core/campaigns'
import { useEffect, useMemo, useRef, useState, type ComponentProps } from 'react'
import { useFormat } from '../../../provider/index.ts'
import { Callout, classNames } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { AudienceCount } from './AudienceCount.tsx'
import { everyone, withIds } from './audience-edit.ts'
import { GroupEditor } from './GroupEditor.tsx'
import { SavedSegments } from './SavedSegments.tsx'
import { useAudience } from './use-audience.ts'

/** What {@link AudienceBuilder} tells of its audience. */
export interface AudienceChange {
  /** In react-querybuilder's rule-group format. */
  criteria: AudienceGroup
}

/** What {@link AudienceBuilder} tells of its count. */
export interface AudienceCounted {
  /** Records that match; null while they are counted, or while a rule isn't complete. */
  total: number | null
  /** Whether every rule is complete and fits the model. */
  isValid: boolean
}

/** Props of {@link AudienceBuilder}. */
export interface AudienceBuilderProps extends Omit<ComponentProps<'section'>, 'children' | 'defaultValue'> {
  model: DataModel
  /** The audience. Without it the builder keeps it itself. */
  value?: AudienceGroup | undefined
  /** The first audience when `value` isn't given. @default everyone */
  defaultValue?: AudienceGroup | undefined
  onAudienceChange?: ((change: AudienceChange) => void) | undefined
  onCounted?: ((counted: AudienceCounted) => void) | undefined
  /** Offers saved segments. @default true */
  segments?: boolean | undefined
  /** Marks rules that aren't complete yet. @default false */
  showMissing?: boolean | undefined
}

/**
 * Builds an audience of rules over a model's fields, with a live count and a sample. Rules whose field was deleted stay and say so.
 *
 * @example
 * <AudienceBuilder model={model} onAudienceChange={({ criteria }) => setCriteria(criteria)} />
 */
export function AudienceBuilder(props: AudienceBuilderProps) {
  const {
    model,
    value,
    defaultValue,
    onAudienceChange,
    onCounted,
    segments = true,
    showMissing = false,
    className,
    ...rest
  } = props
  const copy = useCampaignsCopy()
  const format = useFormat()
  const [own, setOwn] = useState(() => withIds(value ?? defaultValue ?? everyone()))
  const given = value ?? own
  const criteria = useMemo(() => (given.id === undefined ? withIds(given) : given), [given])
  const audience = useAudience(model, criteria)
  const ruleCount = countRules(criteria)
  const total = audience.isCurrent ? (audience.page?.total ?? null) : null
  const tell = useRef(onCounted)
  useEffect(() => {
    tell.current = onCounted
  })
  useEffect(() => tell.current?.({ total, isValid: audience.valid }), [total, audience.valid])

  function change(next: AudienceGroup): void {
    const kept = withIds(next)
    setOwn(kept)
    onAudienceChange?.({ criteria: kept })
  }

  return (
    <section {...rest} className={classNames('hub-stack hub-campaigns hub-audience', className)}>
      {segments ? (
        <SavedSegments
          dataModelId={model.id}
          criteria={criteria}
          canSave={audience.valid}
          onChoose={change}
        />
      ) : null}
      <GroupEditor
        group={criteria}
        fields={model.fields}
        depth={1}
        position=""
        showMissing={showMissing}
        isFull={ruleCount >= MAX_CRITERIA_RULES}
        onChange={change}
      />
      {ruleCount > MAX_CRITERIA_RULES * 0.8 ? (
        <p className="hub-hint">
          {copy.rulesUsed(format.number(ruleCount), format.number(MAX_CRITERIA_RULES))}
        </p>
      ) : null}
      {ruleCount > MAX_CRITERIA_RULES ? (
        <Callout tone="danger">{copy.faultMany(format.number(MAX_CRITERIA_RULES))}</Callout>
      ) : null}
      <AudienceCount model={model} audience={audience} />
    </section>
  )
}
