import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

interface StoredFacts {
  mimetype?: string
  cacheControl?: string
  eTag?: string
}

/** Keeps stored objects as files, each with a small file of its facts beside it. The shape is the storage server's adapter. */
export function createStorageFiles(directory: string) {
  const base = resolve(directory)

  function pathOf(bucket: string, key: string): string {
    const file = resolve(base, bucket, key)
    if (!file.startsWith(join(base, bucket) + sep)) throw new Error('The object name leaves its bucket.')
    return file
  }

  async function factsOf(file: string): Promise<StoredFacts> {
    try {
      const facts: StoredFacts = JSON.parse(await readFile(`${file}.__facts`, 'utf8'))
      return facts
    } catch {
      return {}
    }
  }

  async function metadataOf(file: string) {
    const [status, facts] = await Promise.all([stat(file), factsOf(file)])
    return {
      cacheControl: facts.cacheControl ?? 'no-cache',
      contentLength: status.size,
      size: status.size,
      mimetype: facts.mimetype ?? 'application/octet-stream',
      lastModified: status.mtime,
      eTag: facts.eTag ?? `"${status.mtimeMs}"`,
      httpStatusCode: 200,
    }
  }

  async function deleteObject(bucket: string, key: string): Promise<void> {
    const file = pathOf(bucket, key)
    await Promise.all([rm(file, { force: true }), rm(`${file}.__facts`, { force: true })])
  }

  return {
    driver: null,
    fileOf: pathOf,
    async getObject(bucket: string, key: string) {
      const file = pathOf(bucket, key)
      return {
        httpStatusCode: 200,
        metadata: await metadataOf(file),
        body: Readable.toWeb(createReadStream(file)),
      }
    },
    async uploadObject(
      bucket: string,
      key: string,
      _version: string | undefined,
      body: ReadableStream | Uint8Array,
      mimetype: string,
      cacheControl: string,
    ) {
      const file = pathOf(bucket, key)
      await mkdir(dirname(file), { recursive: true })
      const hash = createHash('md5')
      const hashing = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          done(null, chunk)
        },
      })
      const partial = `${file}.__${crypto.randomUUID()}`
      const source = body instanceof Uint8Array ? Readable.from([body]) : Readable.fromWeb(body)
      await pipeline(source, hashing, createWriteStream(partial))
      await rename(partial, file)
      await writeFile(
        `${file}.__facts`,
        JSON.stringify({ mimetype, cacheControl, eTag: `"${hash.digest('hex')}"` }),
      )
      return metadataOf(file)
    },
    deleteObject,
    async deleteObjects(bucket: string, keys: string[]) {
      await Promise.all(keys.map((key) => deleteObject(bucket, key)))
    },
    async copyObject(
      fromBucket: string,
      fromKey: string,
      _from: string | undefined,
      toBucket: string,
      toKey: string,
    ) {
      const [from, to] = [pathOf(fromBucket, fromKey), pathOf(toBucket, toKey)]
      await mkdir(dirname(to), { recursive: true })
      await Promise.all([copyFile(from, to), copyFile(`${from}.__facts`, `${to}.__facts`)])
      const { eTag, lastModified } = await metadataOf(to)
      return { httpStatusCode: 200, eTag, lastModified }
    },
    headObject: (bucket: string, key: string) => metadataOf(pathOf(bucket, key)),
    privateAssetUrl: async (bucket: string, key: string) => `file://${pathOf(bucket, key)}`,
  }
}
