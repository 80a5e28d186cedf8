import { createContext, useContext, useState, type ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** `auto` follows the system. */
export type ColorScheme = 'light' | 'dark' | 'auto'

/** Props of {@link ThemeRoot}. */
export interface ThemeRootProps extends ComponentProps<'div'> {
  /** @default 'auto' */
  colorScheme?: ColorScheme
}

const PortalContainer = createContext<HTMLElement | null>(null)

/** Where overlays are drawn: inside the themed root, so that they have its tokens. */
export function usePortalContainer(): HTMLElement | null {
  return useContext(PortalContainer)
}

/** The element that carries the tokens. */
export function ThemeRoot({ colorScheme = 'auto', className, children, ...rest }: ThemeRootProps) {
  const [portal, setPortal] = useState<HTMLElement | null>(null)
  return (
    <div
      {...rest}
      className={classNames('hub-theme', className)}
      data-hub-theme=""
      {...(colorScheme === 'auto' ? {} : { 'data-hub-color-scheme': colorScheme })}
    >
      <PortalContainer value={portal}>{children}</PortalContainer>
      <div ref={setPortal} />
    </div>
  )
}
