/** All words about how fresh data is. */
export const freshnessCopy = {
  states: {
    loading: 'Loading',
    never: 'Never loaded',
    fresh: 'Fresh',
    stale: 'Stale',
    'very-stale': 'Very stale',
    incomplete: 'Incomplete',
    error: 'Refresh failed',
  },
  updated: (age: string) => `Updated ${age}`,
  shownFrom: (age: string) => `Showing data from ${age}`,
  loadingNow: 'Reading the first figures',
  updatingNow: 'Updating',
  neverLoaded: 'Nothing has been read yet',
  nothingToShow: 'Nothing could be read',
  fromCache: 'from the cache',
  unconfirmed: 'not checked since the connection was lost',
  warningCount: (count: number, shown: string) => (count === 1 ? '1 warning' : `${shown} warnings`),
  showAllWarnings: (shown: string) => `Show all ${shown}`,
  refresh: 'Refresh',
  refreshing: 'Refreshing',
  progress: (done: string, expected: string) => `${done} of ${expected} workspaces`,
  progressFailed: (failed: string) => `${failed} failed`,
  cancel: 'Stop',
}

/** All words about how fresh data is. */
export type FreshnessCopy = typeof freshnessCopy
