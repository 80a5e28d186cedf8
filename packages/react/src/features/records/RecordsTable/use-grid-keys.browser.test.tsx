import { useLayoutEffect, useRef } from 'react'
import { expect, test } from 'vitest'
import { render } from 'vitest-browser-react'
import { useGridKeys } from './use-grid-keys.ts'

/** Three rows of one column; a key comes as soon as a render with a new `at` is on the page, before its effects ran. */
function Grid({ at }: { at: number }) {
  const grid = useRef<HTMLDivElement>(null)
  const { place, setPlace, onKeyDown } = useGridKeys({ grid, rows: 3, columns: 1, scrollToRow: () => {} })
  useLayoutEffect(() => {
    if (at > 0)
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
  }, [at])
  return (
    <div ref={grid} role="grid" tabIndex={-1} onKeyDown={onKeyDown}>
      {[0, 1, 2].map((row) => (
        <div key={row} role="row">
          <div
            role="gridcell"
            data-place={`${row}:0`}
            tabIndex={place.row === row ? 0 : -1}
            onFocus={() => setPlace({ row, column: 0 })}
          >
            {row}
          </div>
        </div>
      ))}
    </div>
  )
}

test('moves the focus although an older render has yet to run its effects', async () => {
  const screen = await render(<Grid at={0} />)
  screen.getByText('0').element().focus()
  await screen.rerender(<Grid at={1} />)
  await expect.element(screen.getByText('1')).toHaveFocus()
  await screen.rerender(<Grid at={2} />)
  await expect.element(screen.getByText('2')).toHaveFocus()
})
