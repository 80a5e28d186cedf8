import type postgres from 'postgres'
import { actAs } from './acting.ts'
import { claimsOf } from './keys.ts'

interface ListRequest {
  prefix?: string
  search?: string
  limit?: number
  offset?: number
  sortBy?: { column?: string; order?: string }
}

interface ListedObject {
  name: string
  id: string | null
  metadata: object | null
  created_at: Date | null
  updated_at: Date | null
  last_accessed_at: Date | null
}

interface StoredObject {
  id: string
  name: string
  version: string | null
  bucket_id: string
  metadata: { size?: number; mimetype?: string; cacheControl?: string; eTag?: string } | null
  user_metadata: object | null
  created_at: Date
  updated_at: Date
}

const sortable = ['name', 'created_at', 'updated_at', 'last_accessed_at']

/** Runs a query as who sent a request. Without a valid key nobody is anybody: `anon`. */
function asCaller<Row extends object>(
  admin: postgres.Sql,
  request: Request,
  query: (sql: postgres.TransactionSql) => Promise<Row[]>,
): Promise<Row[]> {
  const token = request.headers.get('authorization')?.replace(/^Bearer /i, '')
  const claims = claimsOf(token ?? request.headers.get('apikey')) ?? { role: 'anon' }
  // The transaction's type unwraps promises in rows, of which there are none.
  return admin
    .begin('read only', async (sql) => {
      await actAs(sql, claims)
      return { rows: await query(sql) }
    })
    .then(({ rows }) => rows)
}

/** Lists one level of a bucket: folders first, then files, under their own names. */
export async function listObjects(admin: postgres.Sql, request: Request, bucket: string): Promise<Response> {
  const { prefix = '', search = '', limit = 100, offset = 0, sortBy = {} }: ListRequest = await request.json()
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  const column = sortable.includes(sortBy.column ?? '') ? (sortBy.column ?? 'name') : 'name'
  const objects = await asCaller<ListedObject>(
    admin,
    request,
    (sql) => sql<ListedObject[]>`
      with level as (
        select substr(o.name, length(${folder}::text) + 1) rest, o.id, o.metadata, o.created_at, o.updated_at, o.last_accessed_at
        from storage.objects o where o.bucket_id = ${bucket} and starts_with(o.name, ${folder})
      ), entries as (
        select split_part(rest, '/', 1) "name", null::uuid id, null::jsonb metadata, null::timestamptz created_at,
          null::timestamptz updated_at, null::timestamptz last_accessed_at
        from level where strpos(rest, '/') > 0 group by 1
        union all
        select rest, id, metadata, created_at, updated_at, last_accessed_at from level where rest <> '' and strpos(rest, '/') = 0
      )
      select * from entries where starts_with(lower("name"), lower(${search}))
      order by id is not null, ${sql(column)} ${sortBy.order === 'desc' ? sql`desc` : sql`asc`}, "name" limit ${limit} offset ${offset}`,
  )
  return Response.json(objects)
}

/** Answers what is known of an object, as far as the caller sees it. */
export async function objectInfo(
  admin: postgres.Sql,
  request: Request,
  { bucket, name }: { bucket: string; name: string },
): Promise<Response> {
  const [object] = await asCaller<StoredObject>(
    admin,
    request,
    (sql) => sql<StoredObject[]>`
      select id, name, version, bucket_id, metadata, user_metadata, created_at, updated_at
      from storage.objects where bucket_id = ${bucket} and name = ${name}`,
  )
  if (!object) {
    const problem = { statusCode: '404', code: 'NoSuchKey', error: 'not_found', message: 'Object not found' }
    return Response.json(problem, { status: 400 })
  }
  const { metadata, user_metadata, updated_at, ...facts } = object
  return Response.json({
    ...facts,
    size: metadata?.size ?? null,
    content_type: metadata?.mimetype ?? null,
    cache_control: metadata?.cacheControl ?? null,
    etag: metadata?.eTag ?? null,
    metadata: user_metadata ?? {},
    last_modified: updated_at,
  })
}
