import type { ModelField } from '@headwater/core'
import {
  isAudienceGroup,
  MAX_CRITERIA_DEPTH,
  type AudienceGroup,
  type AudienceRule,
} from '@headwater/core/campaigns'
import { Plus, X } from 'lucide-react'
import { Button, IconButton, SelectField } from '../../../ui/index.ts'
import { useCampaignsCopy } from '../use-campaigns-copy.ts'
import { newRule } from './audience-edit.ts'
import { RuleRow } from './RuleRow.tsx'

/** Props of {@link GroupEditor}. */
export interface GroupEditorProps {
  group: AudienceGroup
  fields: readonly ModelField[]
  /** 1 for the outermost. */
  depth: number
  /** Such as “2”; empty for the outermost. */
  position: string
  showMissing: boolean
  /** No more rules fit. */
  isFull: boolean
  onChange(group: AudienceGroup): void
  onRemove?: (() => void) | undefined
}

const matches = ['all', 'any', 'notAll', 'none'] as const

/** Rules of which all, any, not all or none must hold, and groups of them. */
export function GroupEditor(props: GroupEditorProps) {
  const { group, fields, depth, position, showMissing, isFull, onChange, onRemove } = props
  const copy = useCampaignsCopy()
  const { combinator, not = false, rules } = group
  const [firstField] = fields
  const match = combinator === 'and' ? (not ? 'notAll' : 'all') : not ? 'none' : 'any'
  const names = {
    all: copy.matchAll,
    any: copy.matchAny,
    notAll: copy.matchNotAll,
    none: copy.matchNone,
  }
  const replace = (index: number, node: AudienceRule | AudienceGroup | null) =>
    onChange({ ...group, rules: rules.flatMap((one, at) => (at !== index ? [one] : node ? [node] : [])) })
  const add = (node: AudienceRule | AudienceGroup) => onChange({ ...group, rules: [...rules, node] })
  return (
    <div
      className="hub-criterion-group"
      role="group"
      aria-label={position === '' ? copy.audienceLabel : copy.group(position)}
      data-depth={depth}
    >
      {rules.length > 0 || depth > 1 ? (
        <div className="hub-row hub-criterion-head">
          <span className="hub-muted" aria-hidden>
            {copy.matchLabel}
          </span>
          <SelectField
            hideLabel
            label={copy.matchLabel}
            value={match}
            onChange={({ target }) => {
              const next = matches.find((one) => one === target.value) ?? 'all'
              onChange({
                ...group,
                combinator: next === 'all' || next === 'notAll' ? 'and' : 'or',
                not: next === 'notAll' || next === 'none',
              })
            }}
          >
            {matches.map((one) => (
              <option key={one} value={one}>
                {names[one]}
              </option>
            ))}
          </SelectField>
          {onRemove ? (
            <IconButton
              variant="ghost"
              label={copy.removeGroup}
              icon={<X className="hub-icon" aria-hidden />}
              onClick={onRemove}
            />
          ) : null}
        </div>
      ) : (
        <p className="hub-muted">{copy.everyone}</p>
      )}
      <ul className="hub-criteria">
        {rules.map((node, index) => {
          const place = position === '' ? String(index + 1) : `${position}.${index + 1}`
          return isAudienceGroup(node) ? (
            <li key={node.id ?? place}>
              <GroupEditor
                {...{ fields, showMissing, isFull }}
                group={node}
                depth={depth + 1}
                position={place}
                onChange={(next) => replace(index, next)}
                onRemove={() => replace(index, null)}
              />
            </li>
          ) : (
            <li key={node.id ?? place}>
              <RuleRow
                {...{ fields, showMissing }}
                rule={node}
                position={place}
                onChange={(next) => replace(index, next)}
                onRemove={() => replace(index, null)}
              />
            </li>
          )
        })}
      </ul>
      <div className="hub-row">
        <Button
          icon={<Plus className="hub-icon" aria-hidden />}
          disabled={!firstField || isFull}
          onClick={() => firstField && add(newRule(firstField))}
        >
          {copy.addRule}
        </Button>
        {depth < MAX_CRITERIA_DEPTH ? (
          <Button
            variant="ghost"
            icon={<Plus className="hub-icon" aria-hidden />}
            disabled={!firstField || isFull}
            onClick={() =>
              firstField && add({ id: crypto.randomUUID(), combinator: 'or', rules: [newRule(firstField)] })
            }
          >
            {copy.addGroup}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
