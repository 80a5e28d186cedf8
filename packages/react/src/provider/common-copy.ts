/** Words that every feature shares. */
export const commonCopy = {
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  delete: 'Delete',
  edit: 'Edit',
  open: 'Open',
  search: 'Search',
  clear: 'Clear',
  showMore: 'Show more',
  loading: 'Loading',
  actionsFor: (name: string) => `Actions for ${name}`,
  requestId: 'Request',
  copyRequestId: 'Copy the request id',
  copied: 'Copied',
  networkTitle: 'Can’t reach the server',
  timeoutTitle: 'The server took too long',
  signedOutTitle: 'Signed out',
  forbiddenTitle: 'Not allowed',
  notFoundTitle: 'Not found',
  contractTitle: 'The app and its server don’t match',
  errorTitle: 'This didn’t work',
  unknownError: 'Something failed on this page. Try again; if it stays, reload the page.',
  staleTitle: 'Couldn’t refresh',
  stale: (age: string) => `Last updated ${age}. What changed since then isn’t shown.`,
}

/** Words that every feature shares. */
export type CommonCopy = typeof commonCopy
