import { createContext, useCallback, useContext, useMemo, useRef, useState, type ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** `auto` follows the system. */
export type ColorScheme = 'light' | 'dark' | 'auto'

/** Props of {@link ThemeRoot}. */
export interface ThemeRootProps extends ComponentProps<'div'> {
  /** @default 'auto' */
  colorScheme?: ColorScheme
}

/** What overlays need of the page under them. */
interface OverlayHost {
  /** Where overlays are drawn: inside the themed root, so that they have its tokens. */
  container: HTMLElement | null
  /** Puts the focus where it was before the first overlay opened. */
  returnFocus(): void
}

const OverlayContext = createContext<OverlayHost>({ container: null, returnFocus: () => {} })

/** The page under an overlay. */
export function useOverlayHost(): OverlayHost {
  return useContext(OverlayContext)
}

const controls = 'button, a[href], input, select, textarea, [tabindex]'

/** The element that carries the tokens. */
export function ThemeRoot({
  colorScheme = 'auto',
  className,
  children,
  onFocusCapture,
  onPointerDownCapture,
  ...rest
}: ThemeRootProps) {
  const [container, setContainer] = useState<HTMLElement | null>(null)
  const focused = useRef<Element | null>(null)
  const returnFocus = useCallback(() => {
    if (focused.current instanceof HTMLElement) focused.current.focus()
  }, [])
  const remember = (target: EventTarget) => {
    if (target instanceof Element && !container?.contains(target)) focused.current = target
  }
  const host = useMemo(() => ({ container, returnFocus }), [container, returnFocus])
  return (
    <div
      {...rest}
      className={classNames('hub-theme', className)}
      data-hub-theme=""
      {...(colorScheme === 'auto' ? {} : { 'data-hub-color-scheme': colorScheme })}
      onFocusCapture={(event) => {
        remember(event.target)
        onFocusCapture?.(event)
      }}
      // A menu's trigger, and in some browsers every button, is pressed without the focus.
      onPointerDownCapture={(event) => {
        const control = event.target instanceof Element ? event.target.closest(controls) : null
        if (control) remember(control)
        onPointerDownCapture?.(event)
      }}
    >
      <OverlayContext value={host}>{children}</OverlayContext>
      <div ref={setContainer} />
    </div>
  )
}
