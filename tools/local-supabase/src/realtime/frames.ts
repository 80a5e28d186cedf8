/** One message of a Phoenix channel. */
export interface Frame {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: FramePayload
}

/** What a client wants to hear of a table, as it stands in a join. */
export interface WantedChanges {
  event: string
  schema?: string
  table?: string
  filter?: string
}

/** The parts of a payload that the server reads. */
export interface FramePayload {
  access_token?: string
  config?: {
    private?: boolean
    broadcast?: { self?: boolean; ack?: boolean }
    presence?: { key?: string }
    postgres_changes?: WantedChanges[]
  }
  type?: string
  event?: string
  payload?: unknown
  status?: string
  response?: object
}

type ArrayFrame = [string | null, string | null, string, string, FramePayload]

interface ObjectFrame {
  join_ref?: string | null
  ref?: string | null
  topic: string
  event: string
  payload: FramePayload
}

const HEADER_BYTES = 7
const JSON_ENCODING = 1

/** Reads a client's broadcast in its binary form: seven lengths, then the parts, then the payload. */
function decodeBroadcast(data: Buffer): Frame {
  let at = HEADER_BYTES
  const take = (index: number): string => data.toString('utf8', at, (at += data[index] ?? 0))
  const [joinRef, ref, topic, event] = [take(1), take(2), take(3), take(4)]
  take(5)
  const rest = data.subarray(at)
  const payload: unknown =
    data[6] === JSON_ENCODING
      ? JSON.parse(rest.toString())
      : { type: 'Buffer', data: rest.toString('base64') }
  return { joinRef, ref, topic, event: 'broadcast', payload: { type: 'broadcast', event, payload } }
}

/** Reads a message in any of the protocol's forms. */
export function decodeFrame(data: Buffer, isBinary: boolean): Frame {
  if (isBinary) return decodeBroadcast(data)
  const message: ArrayFrame | ObjectFrame = JSON.parse(data.toString())
  if (Array.isArray(message)) {
    const [joinRef, ref, topic, event, payload] = message
    return { joinRef, ref, topic, event, payload }
  }
  return {
    joinRef: message.join_ref ?? null,
    ref: message.ref ?? null,
    topic: message.topic,
    event: message.event,
    payload: message.payload,
  }
}

/** Writes a message in the form that the client's protocol version reads. */
export function encodeFrame({ joinRef, ref, topic, event, payload }: Frame, version: string): string {
  return version === '1.0.0'
    ? JSON.stringify({ topic, event, payload, ref, join_ref: joinRef })
    : JSON.stringify([joinRef, ref, topic, event, payload])
}
