import { useState } from 'react'
import { SelectField } from '../../../ui/index.ts'
import { useImportWizardCopy } from '../use-import-wizard-copy.ts'

/** Up to so many columns stand in every list; the lists of wider files are filled when one is opened. */
const ALWAYS_LISTED = 60

/** Props of {@link ColumnSelect}. */
export interface ColumnSelectProps {
  label: string
  columns: readonly string[]
  /** The column, or blank for none. */
  value: string
  onChange(column: string): void
}

/** Chooses a column of the file. */
export function ColumnSelect({ label, columns, value, onChange }: ColumnSelectProps) {
  const copy = useImportWizardCopy()
  const [opened, setOpened] = useState(columns.length <= ALWAYS_LISTED)
  const listed = opened ? columns : columns.filter((column) => column === value)
  return (
    <SelectField
      label={label}
      hideLabel
      value={value}
      onFocus={() => setOpened(true)}
      onPointerEnter={() => setOpened(true)}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{copy.notFilled}</option>
      {listed.map((column) => (
        <option key={column} value={column}>
          {column}
        </option>
      ))}
    </SelectField>
  )
}
