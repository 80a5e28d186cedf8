import { existsSync, readdirSync, readFileSync, watch, type FSWatcher } from 'node:fs'
import { join, resolve, sep } from 'node:path'

const SETTLE_MS = 50

/**
 * Folders outside a function's own that its deno.json leads to. An `index.ts` is the entry of an area, which may use the areas beside it.
 */
function importedFolders(folder: string): string[] {
  const file = join(folder, 'deno.json')
  if (!existsSync(file)) return []
  const { imports = {} }: { imports?: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'))
  const targets = Object.values(imports).filter((target) => target.startsWith('.'))
  return [
    ...new Set(
      targets.map((target) => resolve(folder, target, target.endsWith('/index.ts') ? '../..' : '..')),
    ),
  ]
}

/**
 * Restarts functions whose files change: its own folder restarts one function; `_shared`, `.env` and sources that an import map leads to
 * restart those that may use them.
 */
export function watchFunctions(options: {
  /** The folder of a project's functions. */
  folder: string
  restart: (name: string) => void
  log: (line: string) => void
}): { stop(): void } {
  const { folder, restart, log } = options
  const watchers: FSWatcher[] = []
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const names = (): string[] =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
      .map(({ name }) => name)

  // An editor writes a file in several steps.
  function note(affected: readonly string[]): void {
    for (const name of affected) changed.add(name)
    clearTimeout(timer)
    timer = setTimeout(() => {
      log(`[functions] changed: ${[...changed].join(', ')}`)
      for (const name of changed) restart(name)
      changed.clear()
    }, SETTLE_MS)
  }

  function watchFolder(path: string, affected: (file: string) => readonly string[]): void {
    if (!existsSync(path)) return
    const watcher = watch(path, { recursive: true }, (_event, file) => {
      const found = affected(file ?? '')
      if (found.length > 0) note(found)
    })
    watcher.on('error', (error) => log(`[functions] watching ${path}: ${String(error)}`))
    watchers.push(watcher)
  }

  watchFolder(folder, (file) => {
    const [first = ''] = file.split(sep)
    if (first === '_shared' || first === '.env' || first === '') return names()
    return names().filter((name) => name === first)
  })
  const users = new Map<string, string[]>()
  for (const name of existsSync(folder) ? names() : [])
    for (const path of importedFolders(join(folder, name)))
      if (!path.startsWith(folder + sep)) users.set(path, [...(users.get(path) ?? []), name])
  for (const [path, affected] of users) watchFolder(path, () => affected)

  return {
    stop() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
