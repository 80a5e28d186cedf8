import { DropdownMenu as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { useOverlayHost } from './theme-root.tsx'

/** One thing that a menu offers. */
export interface MenuItem {
  label: string
  icon?: ReactNode
  /** @default 'neutral' */
  tone?: 'neutral' | 'danger'
  onSelect(): void
}

/** Props of {@link Menu}. */
export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode
  items: readonly MenuItem[]
}

/** Actions behind a button. */
export function Menu({ trigger, items }: MenuProps) {
  const { container } = useOverlayHost()
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={container}>
        <Primitive.Content className="hub-menu" align="end" sideOffset={4} collisionPadding={8}>
          {items.map((item) => (
            <Primitive.Item
              key={item.label}
              className="hub-menu-item"
              data-tone={item.tone ?? 'neutral'}
              onSelect={item.onSelect}
            >
              {item.icon}
              {item.label}
            </Primitive.Item>
          ))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
