import { readFileSync } from 'node:fs'

/** The most memory that a process ever had resident, in MB (Linux). */
export function peakMegabytes(pid: number | null | 'self'): number {
  const match = pid === null ? null : /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(match?.[1] ?? 0) / 1024)
}
