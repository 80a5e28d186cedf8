import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

/** One view of {@link Tabs}. */
export interface Tab<Value extends string> {
  value: Value
  label: ReactNode
  icon?: ReactNode
  content: ReactNode
}

/** Props of {@link Tabs}. */
export interface TabsProps<Value extends string> {
  /** What the list of tabs is called. */
  label: string
  tabs: readonly Tab<Value>[]
  value: Value
  onValueChange(value: Value): void
}

/** Views of one thing, one at a time. */
export function Tabs<Value extends string>({ label, tabs, value, onValueChange }: TabsProps<Value>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next)
        if (tab) onValueChange(tab.value)
      }}
    >
      <Primitive.List className="hub-tab-list" aria-label={label}>
        {tabs.map((tab) => (
          <Primitive.Trigger key={tab.value} value={tab.value} className="hub-tab">
            {tab.icon}
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="hub-tab-panel">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
