import type { ReactElement, RefCallback } from 'react'

/** What a host puts on a component. */
export interface HostProps {
  className: string
  'data-host': string
  ref: RefCallback<Element>
}

/** A component as the suite draws it. Its data has no Latin letter: each one on the page is a word of ours. */
export interface Subject {
  element(props: HostProps): ReactElement
  /** Where the host's props and ref go; a field's go to its control, and its class to the frame. @default 'root' */
  reaches?: 'root' | 'control'
  /** Whether there is something to tab to. @default true */
  hasControl?: boolean
}

/** Components by the names that they are exported under. */
export type Subjects = Readonly<Record<string, Subject>>
