import type { Hub } from '@headwater/core'
import { useEffect, useMemo, type ReactNode } from 'react'
import { ThemeRoot, type ThemeRootProps } from '../ui/index.ts'
import { HubContext, type HubCopy } from './hub-context.ts'

/** Props of {@link HubProvider}. */
export interface HubProviderProps extends ThemeRootProps {
  /** Made once, outside of components: `createHub({ supabase })`. */
  hub: Hub
  /** How numbers and dates are written, as a BCP 47 tag. @default the browser's */
  locale?: string | undefined
  /** Words to replace, by feature. */
  copy?: HubCopy | undefined
  children?: ReactNode
}

const noCopy: HubCopy = {}

/**
 * Hands a hub down to Headwater's components and hooks, keeps it live, and carries the theme. The host's own QueryClient stays its own.
 *
 * @example
 * const hub = createHub({ supabase })
 * root.render(<HubProvider hub={hub}><App /></HubProvider>)
 */
export function HubProvider({ hub, locale, copy = noCopy, children, ...rest }: HubProviderProps) {
  const value = useMemo(() => ({ hub, locale, copy }), [hub, locale, copy])
  useEffect(() => hub.live.connect(), [hub])
  return (
    <HubContext value={value}>
      <ThemeRoot {...rest}>{children}</ThemeRoot>
    </HubContext>
  )
}
