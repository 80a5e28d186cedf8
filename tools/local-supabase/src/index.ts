export { denoBinary } from './deno-binary.ts'
export { startLocalSupabase, type LocalSupabase, type LocalSupabaseOptions } from './start.ts'
export { isPortFree, nextFreePort } from './ports.ts'
export { forgetStack, recordStack, runningStack, type RunningStack } from './running-stack.ts'
