import { Button, Callout } from '@headwater/react'
import { useEffect, useState, type ComponentType } from 'react'

/** A page with code of its own. */
export interface LoadedPage<Props> {
  Page: ComponentType<Props>
  /** Loads it ahead of its first showing. */
  load(): Promise<unknown>
}

/** After a new version was served, a page of the old one may not be there any more. */
function PageFailed() {
  return (
    <main className="portal-page">
      <Callout
        tone="danger"
        title="This page couldn’t be loaded"
        actions={<Button onClick={() => location.reload()}>Reload</Button>}
      >
        <p>The connection may be lost, or there is a newer version of the app.</p>
      </Callout>
    </main>
  )
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
    const [Loaded, setLoaded] = useState<ComponentType<Props> | 'failed' | null>(() => loaded)
    useEffect(() => {
      if (Loaded !== null) return
      load().then(
        (page) => setLoaded(() => page),
        () => setLoaded('failed'),
      )
    }, [Loaded])
    if (Loaded === 'failed') return <PageFailed />
    return Loaded ? <Loaded {...props} /> : <main className="portal-page" aria-busy />
  }
  return { Page, load }
}
