import { existsSync, readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'

/** Whether a process lives, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether a process was started with a command that holds a word. Where the system doesn't tell, the answer is yes. */
export function runsCommand(pid: number, word: string): boolean {
  if (!existsSync('/proc/self/cmdline')) return true
  const file = `/proc/${pid}/cmdline`
  return existsSync(file) && readFileSync(file, 'utf8').includes(word)
}

const watchScript = `read -r _
kill -QUIT "$1" 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do kill -0 "$1" 2>/dev/null || break; sleep 0.05; done
[ -z "$2" ] || rm -rf "$2"`

/**
 * Ends a process when this one is gone, however it went: a small shell waits for the end of a pipe that this process holds.
 *
 * @param pid - The process to end.
 * @param removing - A folder that goes with it.
 * @returns what lets the process be.
 */
export function endWithThisProcess(pid: number, removing?: string): () => void {
  if (process.platform === 'win32') return () => undefined
  // In a session of its own, so that Ctrl-C doesn't reach it.
  const shell = spawn('/bin/sh', ['-c', watchScript, 'watch', String(pid), removing ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  shell.unref()
  return () => void shell.kill('SIGKILL')
}
