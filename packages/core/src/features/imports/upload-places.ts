/** Where an upload began, by its name, so that one that was broken off goes on: kept in the browser's storage, where a closed tab leaves it. */
const placeOf = (name: string) => `headwater:upload:${name}`

/** Servers forget an upload after a day. */
const LIFETIME_MS = 24 * 60 * 60 * 1000

/** The browser's storage; none outside of a browser, or where the person doesn't let it be used, or where it is full: such an upload begins anew. */
function withStorage<Value>(use: (storage: Storage) => Value): Value | null {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}

/** The address of the upload that began under a name, or null. */
export function beganAt(name: string): string | null {
  const [at, url] = withStorage((storage) => storage.getItem(placeOf(name)))?.split(' ') ?? []
  return url !== undefined && Date.now() - Number(at) < LIFETIME_MS ? url : null
}

/** Remembers an upload that begins. */
export function rememberUpload(name: string, url: string): void {
  withStorage((storage) => storage.setItem(placeOf(name), `${Date.now()} ${url}`))
}

/** Forgets an upload. */
export function forgetUpload(name: string): void {
  withStorage((storage) => storage.removeItem(placeOf(name)))
}
