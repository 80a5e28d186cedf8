import { DataModelList, ModelBuilder, RecordsTable } from '../index.ts'
import { model } from './greek-data.ts'
import type { Subjects } from './subject.ts'

/** Components of data models and their records. */
export const dataSubjects: Subjects = {
  DataModelList: {
    element: (props) => <DataModelList {...props} onOpenModel={() => {}} onCreateModel={() => {}} />,
  },
  ModelBuilder: { element: (props) => <ModelBuilder {...props} model={model} onCancel={() => {}} /> },
  RecordsTable: { element: (props) => <RecordsTable {...props} model={model} /> },
}
