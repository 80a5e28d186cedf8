import { ids, verbs, type Rights, type TableCase } from './table-case.ts'

const ownerReads: Rights = { owner: ['select'], super_admin: ['select'], service_role: verbs }

export const importCases: readonly TableCase[] = [
  {
    table: 'import_jobs',
    rights: { ...ownerReads, owner: ['select', 'insert'] },
    seed: ({ ownerId, agencyId }) => `(id, user_id, agency_id, model_id, file_url, file_type, status)
      values ('${ids.job}', '${ownerId}', '${agencyId}', '${ids.model}', '${ownerId}/a.csv', 'csv', 'completed')`,
    where: () => `id = '${ids.job}'`,
    change: "status = 'failed'",
    insert: ({ ownerId, agencyId }) =>
      `(model_id, agency_id, file_url, file_type) values ('${ids.model}', '${agencyId}', '${ownerId}/b.csv', 'csv')`,
  },
  {
    table: 'import_job_errors',
    rights: ownerReads,
    seed: () => `(import_job_id, row_number, errors) values ('${ids.job}', 2, '[]')`,
    where: () => `import_job_id = '${ids.job}'`,
    change: "raw = '{}'",
    insert: () => `(import_job_id, row_number, errors) values ('${ids.job}', 3, '[]')`,
  },
  {
    table: 'import_changes',
    rights: ownerReads,
    seed: () => `(import_job_id, row_number, action) values ('${ids.job}', 2, 'update')`,
    where: () => `import_job_id = '${ids.job}'`,
    change: "after = '{}'",
    insert: () => `(import_job_id, row_number, action) values ('${ids.job}', 3, 'update')`,
  },
  {
    table: 'import_mappings',
    rights: { owner: verbs, service_role: verbs },
    seed: ({ ownerId, agencyId }) => `(user_id, agency_id, model_id, header_signature, columns)
      values ('${ownerId}', '${agencyId}', '${ids.model}', '0123456789abcdef', '[]')`,
    where: ({ ownerId }) => `user_id = '${ownerId}'`,
    change: "mapping = '{}'",
    insert: ({ agencyId }) =>
      `(model_id, agency_id, header_signature, columns) values ('${ids.model}', '${agencyId}', '00000000000000ff', '[]')`,
  },
]
