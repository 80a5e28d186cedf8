// Runs in Deno: gives `Deno.serve` its port and waits for background work. Arguments: the entry point's URL and the port.
declare const Deno: {
  args: string[]
  exit(code: number): never
  stdin: { readable: ReadableStream<Uint8Array> }
  serve: (...parts: unknown[]) => unknown
}

const [entry = '', port = '0'] = Deno.args
const serve = Deno.serve.bind(Deno)

Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil(work: Promise<unknown>) {
      work.catch((error: unknown) => console.error('background work failed', error))
    },
  },
})

Deno.serve = (...parts) => {
  const handler = parts.find((part) => typeof part === 'function')
  const onListen = () => console.log(`__READY__ ${port}`)
  return serve({ hostname: '127.0.0.1', port: Number(port), onListen }, handler)
}

addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  console.error(event.reason)
})

// The parent holds the other end of standard input: when it is gone, so is this process.
void Deno.stdin.readable.pipeTo(new WritableStream()).finally(() => Deno.exit(0))

try {
  await import(entry)
} catch (error) {
  // Without its server, the process would wait for ever.
  console.error(error)
  Deno.exit(1)
}
