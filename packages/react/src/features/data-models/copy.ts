import type { FieldType } from '@headwater/core'

const typeNames: Record<FieldType, string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  email: 'Email',
  phone: 'Phone',
  boolean: 'Yes or no',
  url: 'Web address',
  select: 'Choice',
}

/** All words of the data models feature. */
export const dataModelsCopy = {
  typeNames,
  searchModels: 'Search models',
  newModel: 'New model',
  columnName: 'Name',
  columnFields: 'Fields',
  columnVisibility: 'Visible to',
  columnUpdated: 'Updated',
  private: 'Only you',
  agency: 'Your agency',
  emptyTitle: 'No data models yet',
  emptyDescription:
    'A data model says which fields your records have. Build one, or drop a file and let it propose one.',
  noMatchTitle: (search: string) => `No model matches “${search}”`,
  noMatchDescription: 'Search looks at names and descriptions.',
  deleteTitle: (name: string) => `Delete “${name}”?`,
  deleteDescription: (records: string | null) =>
    records === null
      ? 'Its records and imports are deleted with it. This can’t be undone.'
      : `${records} and every import of this model are deleted with it. This can’t be undone.`,
  recordCount: (count: number, shown: string) => (count === 1 ? 'One record' : `${shown} records`),
  deleteModel: 'Delete model',
  createTitle: 'New data model',
  editTitle: (name: string) => `Edit “${name}”`,
  nameLabel: 'Name',
  namePlaceholder: 'Customers',
  descriptionLabel: 'Description',
  descriptionHint: 'Optional. What the records are and where they come from.',
  visibilityLabel: 'Visible to',
  fieldsTitle: 'Fields',
  fieldsHint: 'Each record has these values. Names become the columns of tables and templates.',
  fieldNumber: (position: number) => `Field ${position}`,
  fieldName: 'Field name',
  fieldType: 'Type',
  required: 'Required',
  unique: 'Unique',
  more: 'Rules',
  less: 'Hide rules',
  fieldLabel: 'Label',
  fieldLabelHint: 'What people read instead of the name.',
  options: 'Options',
  optionsHint: 'One a line.',
  minNumber: 'Minimum',
  maxNumber: 'Maximum',
  minLength: 'Shortest, in characters',
  maxLength: 'Longest, in characters',
  pattern: 'Pattern',
  patternHint: 'A regular expression that the whole text must match.',
  region: 'Country of national numbers',
  regionHint: 'Two letters, such as US or DE.',
  addField: 'Add field',
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
  removeField: (name: string) => `Remove ${name}`,
  fieldMoved: (name: string, position: number, total: number) =>
    `${name} is now field ${position} of ${total}.`,
  notANumber: 'Write a number.',
  createModel: 'Create model',
  saveModel: 'Save model',
  discardTitle: 'Discard your changes?',
  discardDescription: 'What you changed in this model since you opened it is lost.',
  discard: 'Discard changes',
  keepEditing: 'Keep editing',
  putBack: (name: string) => `Put back ${name}`,
  removedFields: (names: string) =>
    `${names}: records keep these values, but nothing shows or checks them any more.`,
  retypedFields: (names: string) =>
    `${names}: values that records have already are not converted. New and edited values follow the new type.`,
}

/** All words of the data models feature. */
export type DataModelsCopy = typeof dataModelsCopy
