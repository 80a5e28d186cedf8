import type { ReactNode } from 'react'

/** One figure. */
export interface CountTile {
  key: string
  label: string
  value: string
  tone?: 'neutral' | 'success' | 'info' | 'warning' | 'danger'
  /** Shows more of it. */
  onSelect?: (() => void) | undefined
  selected?: boolean | undefined
}

/** Figures side by side, each with its word under it. */
export function CountTiles({
  label,
  tiles,
  children,
}: {
  label: string
  tiles: readonly CountTile[]
  children?: ReactNode
}) {
  return (
    <div className="hub-stack" style={{ gap: 8 }}>
      <ul className="hub-tiles" aria-label={label}>
        {tiles.map(({ key, label: name, value, tone = 'neutral', onSelect, selected }) => (
          <li key={key} className="hub-tile" data-tone={tone} data-state={selected ? 'selected' : 'idle'}>
            {onSelect ? (
              <button type="button" className="hub-tile-button" aria-pressed={selected} onClick={onSelect}>
                <span className="hub-tile-value">{value}</span> <span className="hub-hint">{name}</span>
              </button>
            ) : (
              <>
                <span className="hub-tile-value">{value}</span> <span className="hub-hint">{name}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      {children}
    </div>
  )
}
