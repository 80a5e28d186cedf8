import { createRequire } from 'node:module'

/** The path of the Deno executable that npm installed. */
export function denoBinary(): string {
  const fromDeno = createRequire(createRequire(import.meta.url).resolve('deno/package.json'))
  const { platform, arch } = process
  const target = platform === 'linux' ? `linux-${arch}-glibc` : `${platform}-${arch}`
  return fromDeno.resolve(`@deno/${target}/deno${platform === 'win32' ? '.exe' : ''}`)
}
