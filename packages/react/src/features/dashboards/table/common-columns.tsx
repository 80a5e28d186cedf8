import type { Format } from '../../../provider/index.ts'
import type { DashboardsCopy } from '../copy.ts'
import { LiveAge } from '../frame/LiveAge.tsx'
import { Meter } from '../frame/Meter.tsx'
import type { Figures } from '../use-figures.ts'
import type { FigureColumn } from './figure-column.ts'

/** A workspace's row of any dashboard. */
interface Client {
  name: string
  asOf: string
}

/** What columns are written with. */
export interface ColumnWords {
  copy: DashboardsCopy
  figures: Figures
  format: Format
}

/** The workspace's name. */
export function nameColumn<Row extends Client>({ copy }: ColumnWords): FigureColumn<Row> {
  return {
    id: 'name',
    label: copy.workspace,
    value: ({ name }) => name,
    text: ({ name }) => name,
    widthPx: 152,
    isKey: true,
  }
}

/** The age of the row's figures, which ticks. */
export function asOfColumn<Row extends Client>({ copy, format }: ColumnWords): FigureColumn<Row> {
  return {
    id: 'asOf',
    label: copy.updatedColumn,
    align: 'end',
    value: ({ asOf }) => asOf,
    text: ({ asOf }) => format.dateTime(asOf),
    draw: ({ asOf }) => <LiveAge iso={asOf} short />,
    widthPx: 88,
  }
}

/** Makes a column of one kind of number, null where there is none. */
type NumberColumn = <Row>(
  words: ColumnWords,
  id: string,
  label: string,
  value: (row: Row) => number | null,
) => FigureColumn<Row>

function numberColumn(written: (figures: Figures) => (value: number) => string): NumberColumn {
  return ({ copy, figures }, id, label, value) => ({
    id,
    label,
    align: 'end',
    value,
    text(row) {
      const number = value(row)
      return number === null ? copy.none : written(figures)(number)
    },
  })
}

/** A count; null where it isn't known. */
export const countColumn = numberColumn((figures) => figures.count)

/** A share in percent; null where there is nothing that it could be of. */
export const shareColumn = numberColumn((figures) => figures.share)

/** A share with a bar. */
export const meterColumn: NumberColumn = (words, id, label, value) => {
  const column = shareColumn(words, id, label, value)
  return {
    ...column,
    draw(row) {
      const share = value(row)
      return share === null ? column.text(row) : <Meter share={share} text={column.text(row)} />
    },
    widthPx: 112,
  }
}
