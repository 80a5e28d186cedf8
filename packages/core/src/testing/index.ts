export { createMemorySupabase, memorySend, type MemorySupabaseOptions } from './create-memory-supabase.ts'
export type { MemoryImportPace } from './memory-import-run.ts'
export { problemAnswer, type ProblemMembers } from './memory-problem.ts'
export type { MemoryData, MemoryUser } from './memory-store.ts'
export { sampleJob, sampleJobErrors, sampleModel, sampleRecords, sampleUser } from './sample-data.ts'
export {
  createMemoryDashboards,
  type MemoryDashboards,
  type MemoryDashboardState,
} from './memory-dashboards.ts'
export { createMemoryCampaigns, type MemoryCampaigns, type MemoryCampaignState } from './memory-campaigns.ts'
export { sampleCampaign, sampleProvider } from './sample-campaigns.ts'
