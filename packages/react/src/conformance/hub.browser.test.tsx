import * as hub from '../index.ts'
import { conform } from './conform.tsx'
import { dataSubjects } from './data-subjects.tsx'
import { job, model, records } from './greek-data.ts'
import { importSubjects } from './import-subjects.tsx'
import { uiSubjects } from './ui-subjects.tsx'

conform({
  entry: hub,
  subjects: { ...uiSubjects, ...dataSubjects, ...importSubjects },
  backend: { models: [model], records, jobs: [job] },
})
