import {
  createRowFixes,
  FileUpload,
  ImportColumnsStep,
  ImportFileStep,
  ImportFixStep,
  ImportHistory,
  ImportJobCard,
  ImportJobsMonitor,
  ImportNotices,
  ImportPolicyStep,
  ImportReadingStep,
  ImportResult,
  ImportRunStep,
  ImportWizard,
  RowFixer,
  type CheckedFile,
  type FileStart,
} from '../index.ts'
import type { ReadingReason } from '@headwater/core/detection'
import { job, model } from './greek-data.ts'
import type { Subjects } from './subject.ts'

// One row without a name.
const fixes = createRowFixes({
  rows: [
    { rowNumber: 3, values: { Όνομα: '' }, issues: [{ field: 'όνομα', code: 'REQUIRED', message: '' }] },
  ],
  fields: model.fields,
  columns: ['Όνομα'],
  mapping: { όνομα: 'Όνομα' },
  check: () => ({ ok: false, issues: [{ field: 'όνομα', code: 'REQUIRED', message: '' }] }),
})
const checked: CheckedFile = {
  result: { checked: 9, invalid: 1, columns: ['Όνομα'], marks: [], taken: {} },
  fixes,
  beyond: 0,
  unanswered: [],
}
const reason: ReadingReason[] = [
  { code: 'DELIMITER_CUTS', params: { delimiter: ';', agreeing: 9, rows: 9, width: 2 } },
]
const found = <Value,>(value: Value) => ({ value, confidence: 0.7, reason })
const start: FileStart = {
  fileType: 'csv',
  detected: {
    file_type: found('csv' as const),
    encoding: found('utf-8' as const),
    delimiter: found(';'),
    quote: found('"'),
    escape: found('"'),
    line_ends: found('\n' as const),
    skip_rows: found(0),
    header_rows: found(1),
    footer_rows: found(0),
    trailing_delimiter: found(false),
    ragged_rows: found('reject' as const),
    blank_rows: found('skip' as const),
    json_path: found(''),
    warnings: [{ code: 'MIXED_LINE_ENDS', params: {}, row: null }],
    options: { delimiter: ';' },
  },
  columns: ['Όνομα', 'Ποσό'],
  rows: [{ rowNumber: 2, values: { Όνομα: 'Άννα', Ποσό: '12' }, issue: null }],
  types: [],
  proposal: {
    plan: { όνομα: { columns: ['Όνομα'], steps: [{ kind: 'trim' }] } },
    matches: { όνομα: { confidence: 0.6, reason: 'values', sure: false } },
  },
  signature: '',
}
const nothing = () => {}
const neverRun = () => new Promise<null>(() => {})

/** Components of imports. */
export const importSubjects: Subjects = {
  FileUpload: { element: (props) => <FileUpload {...props} model={model} /> },
  ImportColumnsStep: {
    element: (props) => (
      <ImportColumnsStep
        {...props}
        fields={model.fields}
        start={start}
        value={start.proposal}
        onChange={nothing}
        onBack={nothing}
        onContinue={nothing}
      />
    ),
  },
  ImportFileStep: {
    element: (props) => <ImportFileStep {...props} model={model} maxBytes={1_000_000} onFiles={nothing} />,
  },
  ImportFixStep: {
    element: (props) => (
      <ImportFixStep
        {...props}
        checked={checked}
        check={() => new Promise(nothing)}
        onChecked={nothing}
        troubleOf={() => ({ title: 'Όχι', message: 'Όχι' })}
        onContinue={nothing}
      />
    ),
  },
  ImportHistory: { element: (props) => <ImportHistory {...props} /> },
  ImportJobCard: { element: (props) => <ImportJobCard {...props} job={job} /> },
  ImportJobsMonitor: { element: (props) => <ImportJobsMonitor {...props} /> },
  ImportNotices: { element: (props) => <ImportNotices {...props} />, hasControl: false },
  ImportPolicyStep: {
    element: (props) => (
      <ImportPolicyStep
        {...props}
        fields={model.fields}
        filled={['όνομα', 'ποσό']}
        rows={9}
        value={{ mode: 'upsert', key_fields: ['όνομα'] }}
        onChange={nothing}
        dryRun={{ state: 'none' }}
        onDryRun={nothing}
        onContinue={nothing}
      />
    ),
  },
  ImportReadingStep: {
    element: (props) => (
      <ImportReadingStep {...props} start={start} chosen={{}} onChange={nothing} onContinue={nothing} />
    ),
  },
  ImportResult: { element: (props) => <ImportResult {...props} job={job} onOpenRecords={nothing} /> },
  ImportRunStep: {
    element: (props) => <ImportRunStep {...props} run={neverRun} onBack={nothing} onAnother={nothing} />,
  },
  ImportWizard: { element: (props) => <ImportWizard {...props} model={model} /> },
  RowFixer: { element: (props) => <RowFixer {...props} fixes={fixes} /> },
}
