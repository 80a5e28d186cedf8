export { createLiveClient, type LiveClient } from './create-live-client.ts'
export type { LiveHandler, LiveTopic } from './live-handler.ts'
export type { LiveStatus, LiveStatusStore } from './live-status.ts'
