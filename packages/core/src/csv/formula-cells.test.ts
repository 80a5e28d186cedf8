import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRowReader, disarmFormula, toCsv } from './index.ts'

function readBack(csv: string): unknown[] {
  const reader = createRowReader({ fileType: 'csv', reading: { delimiter: ',', quote: '"' } })
  const rows = [...reader.push(new TextEncoder().encode(csv)), ...reader.end()]
  return rows.map(({ values }) => values)
}

test.each(['=1+1', '@SUM(A1)', '-2+3', "'=1+1", "''-x", '\t=1', "'plain", '-5', '+12015550123', "O'Brien"])(
  '%j is exported harmless and read again as it was',
  (text) => {
    const csv = toCsv({ columns: ['id', '=total'], rows: [{ id: 1, '=total': text }] })
    expect(csv).toContain("'=total")
    expect(readBack(csv)).toEqual([{ id: '1', '=total': text }])
  },
)

test('any text comes back from an export as it was', () => {
  const text = fc.array(fc.constantFrom("'", '=', '-', '+', '@', '\t', '1', 'a', '"', ',', ' ', '\n'), {
    maxLength: 6,
  })
  fc.assert(
    fc.property(text, (parts) => {
      const note = parts.join('')
      expect(readBack(toCsv({ columns: ['id', 'note'], rows: [{ id: 'x', note }] }))).toEqual([
        { id: 'x', note },
      ])
      expect(disarmFormula(note)).not.toMatch(/^[=@\t]/)
    }),
  )
})
