import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** Props of {@link ScrollRegion}. */
export interface ScrollRegionProps extends ComponentProps<'div'> {
  /** What a screen reader calls it. */
  label: string
}

/** What may be wider than its place and holds nothing to focus: the keyboard scrolls it too. */
export function ScrollRegion({ label, className, ...rest }: ScrollRegionProps) {
  return (
    <div
      {...rest}
      className={classNames('hub-table-scroll', className)}
      role="group"
      aria-label={label}
      tabIndex={0}
    />
  )
}
