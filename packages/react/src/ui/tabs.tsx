import { Tabs as Primitive } from 'radix-ui'
import { useEffect, useRef, type ComponentProps, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** One view of {@link Tabs}. */
export interface Tab<Value extends string> {
  value: Value
  label: ReactNode
  icon?: ReactNode
  content: ReactNode
}

/** Props of {@link Tabs}. */
export interface TabsProps<Value extends string> extends Omit<
  ComponentProps<'div'>,
  'children' | 'defaultValue' | 'dir'
> {
  /** What the list of tabs is called. */
  label: string
  tabs: readonly Tab<Value>[]
  /** The tab that is shown. Without it the tabs keep it themselves. */
  value?: Value | undefined
  /** The tab that is shown first when `value` isn't given. @default the first */
  defaultValue?: Value | undefined
  onValueChange?: ((value: Value) => void) | undefined
}

/**
 * Views of one thing, one at a time.
 *
 * @example
 * <Tabs label="Data hub" tabs={[{ value: 'models', label: 'Data models', content: <DataModelList /> }]} />
 */
export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { label, tabs, value, defaultValue, onValueChange, className, ...rest } = props
  const first = defaultValue ?? tabs[0]?.value
  const list = useRef<HTMLDivElement>(null)
  // Where tabs don't fit, the shown one is in sight. `scrollIntoView` would move the page as well.
  useEffect(() => {
    const active = list.current?.querySelector('[data-state="active"]')
    if (!list.current || !active) return
    const frame = list.current.getBoundingClientRect()
    const { left, right } = active.getBoundingClientRect()
    list.current.scrollLeft += Math.max(0, right - frame.right) + Math.min(0, left - frame.left)
  }, [value])
  return (
    <Primitive.Root
      {...rest}
      className={classNames('hub-tabs', className)}
      {...(value === undefined ? {} : { value })}
      {...(first === undefined ? {} : { defaultValue: first })}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next)
        if (tab) onValueChange?.(tab.value)
      }}
    >
      <Primitive.List ref={list} className="hub-tab-list" aria-label={label}>
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
