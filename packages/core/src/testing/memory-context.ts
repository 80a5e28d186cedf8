import type { ImportJob } from '../contracts/index.ts'
import type { MemoryStore } from './memory-store.ts'

/** Runs imports by themselves, as the import worker does. */
export interface MemoryImports {
  start(jobId: string, file: Blob): void
  /** Takes back what another import changed. */
  undo(jobId: string, target: ImportJob): void
}

/** What a handler works with. */
export interface MemoryContext {
  store: MemoryStore
  imports: MemoryImports
  /** The parsed JSON body, or undefined. */
  body: unknown
  url: URL
}

/** What a handler answers: the data, and the status when it isn't 200. */
export interface MemoryAnswer {
  data: unknown
  status?: 200 | 201
}

/** Answers one route. @throws MemoryProblem */
export type MemoryHandler = (context: MemoryContext, id: string) => MemoryAnswer
