import { seededRandom, standardNormal } from './seeded-random.ts'

/** How long answers take: log-normal, by its median and its 95th percentile. */
export interface Latency {
  medianMs: number
  /** At least the median. */
  p95Ms: number
  /** `request`: drawn for each request. `workspace`: one draw a workspace, so that two runs wait for the same. @default 'request' */
  per?: 'request' | 'workspace'
  /** Draws are the same for the same seed. @default the emulator's */
  seed?: number
}

/** The 95th percentile of the standard normal distribution. */
const Z95 = 1.644_853_6

/** Draws a wait in milliseconds. `subject` names what the draw belongs to. */
export function drawLatencyMs(
  { medianMs, p95Ms }: Latency,
  ...subject: readonly (string | number)[]
): number {
  if (medianMs <= 0) return 0
  const sigma = Math.log(Math.max(p95Ms, medianMs) / medianMs) / Z95
  return medianMs * Math.exp(sigma * standardNormal(seededRandom(...subject)))
}
