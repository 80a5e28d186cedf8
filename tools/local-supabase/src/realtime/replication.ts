import postgres from 'postgres'

/** A column of a replicated table, as the stream describes it. */
interface RelationColumn {
  name: string
  isKey: boolean
}

interface Relation {
  schema: string
  table: string
  columns: readonly RelationColumn[]
}

/** A row as the stream has it: every value is Postgres's text of it. A large value that didn't change is absent. */
export type TextRow = Readonly<Record<string, string | null>>

/** One changed row of a committed transaction. */
export interface RowChange {
  schema: string
  table: string
  type: 'INSERT' | 'UPDATE' | 'DELETE'
  /** The transaction: its rows are visible some moments after the stream has them. */
  transactionId: number
  /** Where in the log its transaction was committed. */
  position: bigint
  committedAt: string
  record: TextRow | null
  /** The row before: its key alone, unless the table's replica identity is full. */
  oldRecord: TextRow | null
}

const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const HEADER_BYTES = 25
const typeOfMessage = { I: 'INSERT', U: 'UPDATE', D: 'DELETE' } as const

/** Reads one message after the other from the binary form of pgoutput, protocol version 1 (PostgreSQL's manual, "Logical Replication Message Formats"). */
function createDecoder(onCommit: (changes: readonly RowChange[]) => void): (message: Buffer) => void {
  const relations = new Map<number, Relation>()
  let changes: RowChange[] = []
  let transaction = { transactionId: 0, position: 0n, committedAt: '' }

  return (message) => {
    let at = 1
    const byte = (): number => message.readUInt8(at++)
    const int16 = (): number => message.readUInt16BE((at += 2) - 2)
    const int32 = (): number => message.readUInt32BE((at += 4) - 4)
    const text = (): string => {
      const end = message.indexOf(0, at)
      const value = message.toString('utf8', at, end)
      at = end + 1
      return value
    }
    function row(columns: readonly RelationColumn[], keysOnly = false): TextRow {
      const values: Record<string, string | null> = {}
      const count = int16()
      for (const { name, isKey } of columns.slice(0, count)) {
        const kind = String.fromCharCode(byte())
        const length = kind === 't' ? int32() : 0
        const value = kind === 't' ? message.toString('utf8', at, (at += length)) : null
        if (kind !== 'u' && (isKey || !keysOnly)) values[name] = value
      }
      return values
    }
    function add(type: RowChange['type'], { schema, table, columns }: Relation): void {
      let oldRecord: TextRow | null = null
      let part = String.fromCharCode(byte())
      if (part === 'K' || part === 'O') {
        oldRecord = row(columns, part === 'K')
        part = type === 'DELETE' ? '' : String.fromCharCode(byte())
      }
      const record = part === 'N' ? row(columns) : null
      changes.push({ schema, table, type, ...transaction, record, oldRecord })
    }

    const kind = String.fromCharCode(message.readUInt8(0))
    switch (kind) {
      case 'B': {
        const sinceEpochMs = Number(message.readBigInt64BE(9) / 1000n)
        transaction = {
          transactionId: message.readUInt32BE(17),
          position: message.readBigUInt64BE(1),
          committedAt: new Date(POSTGRES_EPOCH_MS + sinceEpochMs).toISOString(),
        }
        changes = []
        return
      }
      case 'C':
        if (changes.length > 0) onCommit(changes)
        return
      case 'R': {
        const id = int32()
        const [schema, table] = [text() || 'pg_catalog', text()]
        at++
        const columns = Array.from({ length: int16() }, () => {
          const isKey = byte() === 1
          const name = text()
          at += 8
          return { name, isKey }
        })
        relations.set(id, { schema, table, columns })
        return
      }
      case 'I':
      case 'U':
      case 'D': {
        const relation = relations.get(int32())
        if (relation) add(typeOfMessage[kind], relation)
      }
    }
  }
}

/** Streams what is committed to a publication's tables, through a slot that ends with the connection. */
export async function streamChanges(options: {
  /** A role that may replicate. */
  url: string
  publication: string
  onCommit: (changes: readonly RowChange[]) => void
}): Promise<{ stop(): Promise<void> }> {
  const sql = postgres(options.url, {
    max: 1,
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'realtime', replication: 'database' },
  })
  // The grammar of replication knows its words in capitals alone.
  const slot = `realtime_${crypto.randomUUID().replaceAll('-', '')}`
  const [made] = await sql.unsafe<{ consistent_point: string }[]>(
    `CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
  )
  const stream = await sql
    .unsafe(
      `START_REPLICATION SLOT ${slot} LOGICAL ${made?.consistent_point} (proto_version '1', publication_names '${options.publication}')`,
    )
    .writable()
  const decode = createDecoder(options.onCommit)
  let position: Buffer = Buffer.alloc(8)

  // What is confirmed can be removed from the log.
  function confirm(): void {
    const message = Buffer.alloc(34)
    message.write('r')
    for (const at of [1, 9, 17]) position.copy(message, at)
    message.writeBigInt64BE(BigInt(Date.now() - POSTGRES_EPOCH_MS) * 1000n, 25)
    stream.write(message)
  }

  stream.on('data', (chunk: Buffer) => {
    const kind = String.fromCharCode(chunk.readUInt8(0))
    if (kind === 'w') decode(chunk.subarray(HEADER_BYTES))
    if (kind !== 'k') return
    position = Buffer.from(chunk.subarray(1, 9))
    if (chunk.readUInt8(17) === 1) confirm()
  })
  stream.on('error', () => undefined)
  return {
    async stop() {
      await sql.end({ timeout: 0 })
    },
  }
}
