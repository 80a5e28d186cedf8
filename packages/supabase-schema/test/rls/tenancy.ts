import { verbs, type TableCase } from './table-case.ts'

export const tenancyCases: readonly TableCase[] = [
  {
    table: 'agencies',
    rights: {
      owner: ['select', 'update'],
      agency_admin: ['select', 'update'],
      researcher: ['select'],
      client: ['select'],
      super_admin: ['select', 'update'],
      service_role: verbs,
    },
    where: ({ agencyId }) => `id = '${agencyId}'`,
    change: "name = 'x'",
    insert: () => "(name) values ('x')",
  },
  {
    table: 'user_profiles',
    rights: {
      owner: ['select', 'update'],
      agency_admin: ['select'],
      researcher: ['select'],
      client: ['select'],
      super_admin: ['select'],
      service_role: verbs,
    },
    where: ({ ownerId }) => `id = '${ownerId}'`,
    change: "full_name = 'x'",
    insert: () => '(id, agency_id) select gen_random_uuid(), id from public.agencies limit 1',
  },
]
