import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { claimsOf } from './keys.ts'

interface UserRow {
  id: string
  aud: string | null
  role: string | null
  email: string | null
  phone: string | null
  email_confirmed_at: Date | null
  phone_confirmed_at: Date | null
  last_sign_in_at: Date | null
  raw_app_meta_data: object | null
  raw_user_meta_data: object | null
  identities: object[]
  created_at: Date
  updated_at: Date
  is_anonymous: boolean
}

/** What a caller may say of a user; whatever else they send is left out. */
interface UserChange {
  id?: string
  email?: string
  password?: string
  phone?: string
  role?: string
  email_confirm?: boolean
  phone_confirm?: boolean
  user_metadata?: object
  app_metadata?: object
}

const MIN_PASSWORD_LENGTH = 6
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

class AdminError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

function toUser({ raw_app_meta_data, raw_user_meta_data, ...user }: UserRow) {
  return {
    ...user,
    phone: user.phone ?? '',
    app_metadata: raw_app_meta_data ?? {},
    user_metadata: raw_user_meta_data ?? {},
  }
}

function checkCaller(request: Request): void {
  const token = request.headers.get('authorization')?.replace(/^Bearer /i, '')
  const key = token ?? request.headers.get('apikey')
  if (!key) throw new AdminError(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
  if (claimsOf(key)?.['role'] !== 'service_role') throw new AdminError(403, 'not_admin', 'User not allowed')
}

function checkPassword(password: string | undefined): void {
  if (password !== undefined && password.length < MIN_PASSWORD_LENGTH)
    throw new AdminError(
      422,
      'weak_password',
      `Password should be at least ${MIN_PASSWORD_LENGTH} characters.`,
    )
}

async function checkEmail(sql: postgres.Sql, email: string | undefined, id: string | null): Promise<void> {
  if (email === undefined) return
  const taken =
    await sql`select 1 from auth.users where email = ${email.toLowerCase()} and id is distinct from ${id}`
  if (taken.length > 0)
    throw new AdminError(422, 'email_exists', 'A user with this email address has already been registered')
}

async function readUser(sql: postgres.Sql | postgres.TransactionSql, id: string): Promise<UserRow> {
  const [user] = uuid.test(id)
    ? await sql<UserRow[]>`
        select id, aud, role, email, phone, email_confirmed_at, phone_confirmed_at, last_sign_in_at, raw_app_meta_data, raw_user_meta_data,
          created_at, updated_at, is_anonymous,
          (select coalesce(jsonb_agg(to_jsonb(i) || jsonb_build_object('identity_id', i.id)), '[]') from auth.identities i where i.user_id = u.id) identities
        from auth.users u where id = ${id}`
    : []
  if (!user) throw new AdminError(404, 'user_not_found', 'User not found')
  return user
}

async function listUsers(sql: postgres.Sql, url: URL): Promise<Response> {
  const perPage = Math.min(Number(url.searchParams.get('per_page')) || 50, 1000)
  const page = Number(url.searchParams.get('page')) || 1
  const [total] = await sql<{ count: number }[]>`select count(*)::int count from auth.users`
  const ids = await sql<{ id: string }[]>`
    select id from auth.users order by created_at desc, id limit ${perPage} offset ${(page - 1) * perPage}`
  const count = total?.count ?? 0
  const lastPage = Math.max(Math.ceil(count / perPage), 1)
  const linkTo = (to: number, rel: string): string =>
    `<${url.pathname}?page=${to}&per_page=${perPage}>; rel="${rel}"`
  const links = [...(page < lastPage ? [linkTo(page + 1, 'next')] : []), linkTo(lastPage, 'last')]
  const users = await Promise.all(ids.map(({ id }) => readUser(sql, id)))
  return Response.json(
    { users: users.map(toUser), aud: 'authenticated' },
    { headers: { 'x-total-count': String(count), link: links.join(', ') } },
  )
}

async function createUser(sql: postgres.Sql, change: UserChange): Promise<UserRow> {
  if (!change.email && !change.phone)
    throw new AdminError(400, 'validation_failed', 'Cannot create a user without either an email or phone')
  checkPassword(change.password)
  await checkEmail(sql, change.email, null)
  const id = change.id ?? randomUUID()
  const email = change.email?.toLowerCase() ?? null
  const provider = email === null ? 'phone' : 'email'
  const identity = { sub: id, email, email_verified: change.email_confirm === true, phone_verified: false }
  return sql.begin(async (transaction) => {
    await transaction`
      insert into auth.users (id, aud, role, email, phone, encrypted_password, email_confirmed_at, phone_confirmed_at, raw_app_meta_data, raw_user_meta_data)
      values (${id}, 'authenticated', ${change.role ?? 'authenticated'}, ${email}, ${change.phone ?? null},
        extensions.crypt(${change.password ?? null}, extensions.gen_salt('bf', 10)),
        case when ${change.email_confirm === true} then now() end, case when ${change.phone_confirm === true} then now() end,
        ${JSON.stringify({ provider, providers: [provider], ...change.app_metadata })}::text::jsonb,
        ${JSON.stringify(change.user_metadata ?? {})}::text::jsonb)`
    if (email !== null)
      await transaction`
        insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at)
        values (${randomUUID()}, 'email', ${id}, ${id}, ${JSON.stringify(identity)}::text::jsonb, now())`
    return readUser(transaction, id)
  })
}

async function updateUser(sql: postgres.Sql, id: string, change: UserChange): Promise<UserRow> {
  await readUser(sql, id)
  checkPassword(change.password)
  await checkEmail(sql, change.email, id)
  await sql`
    update auth.users set
      email = coalesce(${change.email?.toLowerCase() ?? null}, email), phone = coalesce(${change.phone ?? null}, phone), role = coalesce(${change.role ?? null}, role),
      encrypted_password = coalesce(extensions.crypt(${change.password ?? null}, extensions.gen_salt('bf', 10)), encrypted_password),
      email_confirmed_at = coalesce(case when ${change.email_confirm === true} then now() end, email_confirmed_at),
      phone_confirmed_at = coalesce(case when ${change.phone_confirm === true} then now() end, phone_confirmed_at),
      raw_app_meta_data = jsonb_strip_nulls(coalesce(raw_app_meta_data, '{}') || ${JSON.stringify(change.app_metadata ?? {})}::text::jsonb),
      raw_user_meta_data = jsonb_strip_nulls(coalesce(raw_user_meta_data, '{}') || ${JSON.stringify(change.user_metadata ?? {})}::text::jsonb),
      updated_at = now()
    where id = ${id}`
  return readUser(sql, id)
}

async function bodyOf(request: Request): Promise<UserChange> {
  try {
    const change: UserChange = await request.json()
    return change
  } catch {
    throw new AdminError(400, 'bad_json', 'Could not parse request body as JSON')
  }
}

async function answer(sql: postgres.Sql, request: Request, url: URL): Promise<Response> {
  checkCaller(request)
  const path = /^\/auth\/v1\/admin\/users(?:\/([^/]+))?$/.exec(url.pathname)
  const id = path?.[1]
  const what = path ? `${request.method} ${id === undefined ? 'users' : 'user'}` : 'another path'
  switch (what) {
    case 'GET users':
      return listUsers(sql, url)
    case 'POST users':
      return Response.json(toUser(await createUser(sql, await bodyOf(request))))
    case 'GET user':
      return Response.json(toUser(await readUser(sql, id ?? '')))
    case 'PUT user':
      return Response.json(toUser(await updateUser(sql, id ?? '', await bodyOf(request))))
    case 'DELETE user':
      await readUser(sql, id ?? '')
      await sql`delete from auth.users where id = ${id ?? ''}`
      return Response.json({})
    default:
      throw new AdminError(404, 'not_found', 'The local stack does not have this endpoint.')
  }
}

/** Serves `auth.admin`: making, listing, reading, changing and deleting users, with the secret key alone. */
export async function answerAuthAdmin(sql: postgres.Sql, request: Request, url: URL): Promise<Response> {
  try {
    return await answer(sql, request, url)
  } catch (error) {
    if (!(error instanceof AdminError)) throw error
    const { status, code, message } = error
    return Response.json({ code: status, error_code: code, msg: message }, { status })
  }
}
