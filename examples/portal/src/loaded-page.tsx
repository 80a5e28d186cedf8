import { useEffect, useState, type ComponentType } from 'react'

/** A page with code of its own. */
export interface LoadedPage<Props> {
  Page: ComponentType<Props>
  /** Loads it ahead of its first showing. */
  load(): Promise<unknown>
}

/** Makes a page that is loaded when it is first looked at. `lazy` would hold its place empty for 300 ms, however soon it is there. */
export function loadedPage<Props extends object>(
  importPage: () => Promise<{ default: ComponentType<Props> }>,
): LoadedPage<Props> {
  let loaded: ComponentType<Props> | null = null
  async function load(): Promise<ComponentType<Props>> {
    loaded = (await importPage()).default
    return loaded
  }
  function Page(props: Props) {
    const [Loaded, setLoaded] = useState(() => loaded)
    useEffect(() => {
      if (Loaded) return
      load().then(
        (page) => setLoaded(() => page),
        (error: unknown) =>
          setLoaded(() => {
            throw error
          }),
      )
    }, [Loaded])
    return Loaded ? <Loaded {...props} /> : <main className="portal-page" aria-busy />
  }
  return { Page, load }
}
