import type { RecordFilter } from '@headwater/core'

const operatorNames: Record<RecordFilter['operator'], string> = {
  eq: 'is',
  neq: 'is not',
  contains: 'contains',
  starts_with: 'starts with',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  empty: 'is empty',
  not_empty: 'is not empty',
}

/** All words of the records feature. */
export const recordsCopy = {
  operatorNames,
  tableLabel: (model: string) => `Records of ${model}`,
  search: 'Search records',
  count: (count: number, shown: string) => (count === 1 ? '1 record' : `${shown} records`),
  filter: 'Filter',
  addFilter: 'Add condition',
  filterField: 'Field',
  filterOperator: 'Condition',
  filterValue: 'Value',
  removeFilter: 'Remove condition',
  clearFilters: 'Clear search and filters',
  newRecord: 'New record',
  exportCsv: 'Export CSV',
  exporting: (done: string, total: string) => `${done} of ${total} rows`,
  stopExport: 'Stop',
  exportFileName: (model: string) => `${model}.csv`,
  selectRow: 'Select row',
  selectLoaded: 'Select the rows that are loaded',
  selected: (count: string) => `${count} selected`,
  editRow: 'Edit record',
  yes: 'Yes',
  no: 'No',
  emptyTitle: 'No records yet',
  emptyDescription: 'Import a file, or add the first record by hand.',
  noMatchTitle: 'No record matches',
  noMatchDescription: 'Change the search or the conditions.',
  createTitle: (model: string) => `New record in ${model}`,
  editTitle: 'Edit record',
  fromRow: (row: string) => `Imported from row ${row}`,
  createRecord: 'Add record',
  saveRecord: 'Save record',
  deleteOne: 'Delete record',
  deleteMany: (count: number, shown: string) => (count === 1 ? 'Delete 1 record' : `Delete ${shown} records`),
  deleteTitle: (count: number, shown: string) =>
    count === 1 ? 'Delete this record?' : `Delete ${shown} records?`,
  deleteDescription: 'Their values are lost. This can’t be undone.',
  deleting: (done: string, total: string) => `${done} of ${total} deleted`,
}

/** All words of the records feature. */
export type RecordsCopy = typeof recordsCopy
