// What dashboards stand in, for stories and tests: a client on the story's hub, which keeps nothing beyond it.
import { createDashboards, type DashboardsOptions } from '@headwater/core/dashboards'
import type { Decorator } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { DashboardProvider, type DashboardProviderProps } from '../src/dashboards.ts'
import { useHub } from '../src/index.ts'

/** Props of {@link InDashboards}. */
export interface InDashboardsProps extends Omit<DashboardProviderProps, 'dashboards'> {
  client?: DashboardsOptions
  children: ReactNode
}

/** Puts what it holds inside a DashboardProvider. */
export function InDashboards({ client, children, ...rest }: InDashboardsProps) {
  const hub = useHub()
  const [dashboards] = useState(() =>
    createDashboards(hub, { persistence: null, reportEveryMs: null, ...client }),
  )
  return (
    <DashboardProvider dashboards={dashboards} {...rest}>
      {children}
    </DashboardProvider>
  )
}

/** Puts each story inside a DashboardProvider. */
export const withDashboards: Decorator = (Story) => (
  <InDashboards>
    <Story />
  </InDashboards>
)
