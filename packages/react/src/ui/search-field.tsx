import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** Props of {@link SearchField}. */
export interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string
}

/** Text to search for. */
export function SearchField({ label, className, ...rest }: SearchFieldProps) {
  return (
    <div className={classNames('hub-search', className)}>
      <Search className="hub-icon" aria-hidden />
      <input
        {...rest}
        type="search"
        aria-label={label}
        placeholder={rest.placeholder ?? label}
        className="hub-input"
      />
    </div>
  )
}
