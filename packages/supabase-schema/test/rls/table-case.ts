export type Verb = 'select' | 'insert' | 'update' | 'delete'

/** Everybody who may ask. The owner, admin, researcher and client are of one agency. */
export const callers = [
  'anon',
  'owner',
  'agency_admin',
  'researcher',
  'client',
  'outsider',
  'super_admin',
  'service_role',
] as const
export type Caller = (typeof callers)[number]

export const verbs = ['select', 'insert', 'update', 'delete'] as const satisfies readonly Verb[]

/** What each caller may do. Who is not named may do nothing. */
export type Rights = Partial<Record<Caller, readonly Verb[]>>

/** Whom the cases are about. Rows have fixed ids, which each area keeps to itself or shares through {@link ids}. */
export interface Tenant {
  ownerId: string
  clientId: string
  agencyId: string
}

/** One table's rights, and how to try them: all that a new table adds here. */
export interface TableCase {
  table: string
  rights: Rights
  /** Gives the owner a row, where signing up has not done so already. */
  seed?: (tenant: Tenant) => string
  /** Finds the owner's row. */
  where: (tenant: Tenant) => string
  /** What an update sets. */
  change: string
  /** What follows `insert into <table>`. */
  insert: (tenant: Tenant) => string
}

/** Rows that tables of several areas refer to. */
export const ids = {
  model: '00000000-0000-4000-8000-00000000a001',
  record: '00000000-0000-4000-8000-00000000a002',
  job: '00000000-0000-4000-8000-00000000a003',
} as const

/** Staff read; only the functions write. */
export const staffRead: Rights = {
  owner: ['select'],
  agency_admin: ['select'],
  researcher: ['select'],
  super_admin: ['select'],
  service_role: verbs,
}

/** Staff read, admins write: the rights to most of what belongs to an agency. */
export const adminsWrite: Rights = {
  ...staffRead,
  owner: verbs,
  agency_admin: verbs,
  super_admin: verbs,
}

/** Staff read, admins do what is named. */
export function adminsMay(allowed: readonly Verb[]): Rights {
  return { ...staffRead, owner: allowed, agency_admin: allowed }
}

export const byAgency = ({ agencyId }: Tenant): string => `agency_id = '${agencyId}'`
