import { contacts } from '../data-hub.ts'
import { ids, verbs, type Rights, type TableCase } from './table-case.ts'

/** A private model is shared with nobody. */
const ownerWrites: Rights = { owner: verbs, super_admin: ['select'], service_role: verbs }
const fields = JSON.stringify(contacts.fields)

export const dataHubCases: readonly TableCase[] = [
  {
    table: 'data_models',
    // Anyone may make a model of their own: that insert concerns nobody else's row.
    rights: {
      ...ownerWrites,
      agency_admin: ['insert'],
      researcher: ['insert'],
      client: ['insert'],
      outsider: ['insert'],
      super_admin: ['select', 'insert'],
    },
    seed: ({ ownerId, agencyId }) =>
      `(id, user_id, agency_id, name, fields) values ('${ids.model}', '${ownerId}', '${agencyId}', 'Contacts', '${fields}')`,
    where: () => `id = '${ids.model}'`,
    change: "name = 'x'",
    insert: () => "(name) values ('x')",
  },
  {
    table: 'records',
    rights: ownerWrites,
    seed: ({ ownerId, agencyId }) =>
      `(id, model_id, user_id, agency_id, data) values ('${ids.record}', '${ids.model}', '${ownerId}', '${agencyId}', '{"name":"Ada"}')`,
    where: () => `id = '${ids.record}'`,
    change: "data = '{}'",
    insert: ({ agencyId }) => `(model_id, agency_id, data) values ('${ids.model}', '${agencyId}', '{}')`,
  },
  {
    table: 'record_keys',
    rights: { service_role: verbs },
    seed: () => `(model_id, field, value, record_id) values ('${ids.model}', 'name', 'ada', '${ids.record}')`,
    where: () => `record_id = '${ids.record}'`,
    change: "value = 'x'",
    insert: () => `(model_id, field, value, record_id) values ('${ids.model}', 'name', 'y', '${ids.record}')`,
  },
]
