export { createLiveClient, type LiveClient } from './create-live-client.ts'
export type { LiveStatus, LiveStatusStore } from './live-status.ts'
