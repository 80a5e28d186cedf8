import { Buffer } from 'node:buffer'

/** A vendor's secrets by their names. */
export type Credentials = Readonly<Record<string, string>>

/** Credentials as the database keeps them. */
export interface SealedCredentials {
  keyId: string
  iv: Uint8Array
  data: Uint8Array
}

/** The keys of this project can't open or seal credentials; the message says what to set. */
export class CredentialKeyError extends Error {}

/** Seals and opens credentials with AES-256-GCM. */
export interface CredentialBox {
  /** The key that seals now. */
  keyId: string | null
  /** @param owner - What the credentials belong to: they can't be opened for anything else. @throws CredentialKeyError */
  seal(credentials: Credentials, owner: string): Promise<SealedCredentials>
  /** @throws CredentialKeyError where the key is not there, or the data is not what was sealed */
  open(sealed: SealedCredentials, owner: string): Promise<Credentials>
}

/**
 * Makes the box of the keys in `HEADWATER_CREDENTIAL_KEYS`: `{ "<key id>": "<32 bytes, base64>" }`. The last key seals, all of them open; so a new key
 * is added at the end, the accounts are sealed anew, and the old one is taken out.
 */
export function createCredentialBox(keysText: string | undefined): CredentialBox {
  const texts: Record<string, string> = keysText === undefined || keysText === '' ? {} : JSON.parse(keysText)
  const keyId = Object.keys(texts).at(-1) ?? null
  const keys = new Map<string, Promise<CryptoKey>>()

  function keyOf(id: string): Promise<CryptoKey> {
    const text = texts[id]
    if (text === undefined)
      throw new CredentialKeyError(
        `HEADWATER_CREDENTIAL_KEYS has no key named ${id}. Put it back, or enter the credentials anew.`,
      )
    const bytes = Buffer.from(text, 'base64')
    if (bytes.length !== 32)
      throw new CredentialKeyError(`The key ${id} has ${bytes.length} bytes. It needs 32, in base64.`)
    const key =
      keys.get(id) ??
      crypto.subtle.importKey('raw', new Uint8Array(bytes), 'AES-GCM', false, ['encrypt', 'decrypt'])
    keys.set(id, key)
    return key
  }
  const algorithm = (iv: Uint8Array, owner: string) => ({
    name: 'AES-GCM',
    iv: new Uint8Array(iv),
    additionalData: new TextEncoder().encode(owner),
  })

  return {
    keyId,
    async seal(credentials, owner) {
      if (keyId === null)
        throw new CredentialKeyError(
          'Set HEADWATER_CREDENTIAL_KEYS, so that credentials can be kept encrypted.',
        )
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(credentials))
      const data = await crypto.subtle.encrypt(algorithm(iv, owner), await keyOf(keyId), plain)
      return { keyId, iv, data: new Uint8Array(data) }
    },
    async open(sealed, owner) {
      const key = await keyOf(sealed.keyId)
      try {
        const plain = await crypto.subtle.decrypt(
          algorithm(sealed.iv, owner),
          key,
          new Uint8Array(sealed.data),
        )
        return JSON.parse(new TextDecoder().decode(plain))
      } catch (cause) {
        throw new CredentialKeyError('The credentials can’t be opened. Enter them anew.', { cause })
      }
    },
  }
}
