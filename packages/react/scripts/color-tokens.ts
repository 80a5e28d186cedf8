import * as colors from '@radix-ui/colors'

/** Our scales, and the Radix scale that each is taken from. */
const scales = {
  neutral: 'slate',
  accent: 'indigo',
  red: 'red',
  amber: 'amber',
  green: 'green',
  blue: 'blue',
} as const

/** State scales are used at these steps alone; the neutral and the accent at all. */
const stateSteps = [2, 3, 6, 9, 11, 12]
const everyStep = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

function valueOf(scale: string, step: number, dark: boolean): string {
  const name = dark ? `${scale}Dark` : scale
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> = colors
  const value = table[name]?.[`${scale}${step}`]
  if (value === undefined) throw new Error(`Radix Colors has no ${name} ${step}.`)
  return value
}

/** The colours as custom properties that follow the colour scheme. */
export function colorTokens(): string {
  const lines = Object.entries(scales).flatMap(([name, scale]) =>
    (name === 'neutral' || name === 'accent' ? everyStep : stateSteps).map(
      (step) =>
        `--hub-${name}-${step}: light-dark(${valueOf(scale, step, false)}, ${valueOf(scale, step, true)});`,
    ),
  )
  return `[data-hub-theme] {\n${lines.join('\n')}\n}`
}
