const CONTEXT_LINES = 2

interface Step {
  mark: ' ' | '-' | '+'
  line: string
}

/** The shortest way from one text to another, line by line (longest common subsequence). */
function stepsBetween(from: readonly string[], to: readonly string[]): Step[] {
  const width = to.length + 1
  const lengths = new Uint32Array((from.length + 1) * width)
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        from[row] === to[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const steps: Step[] = []
  let [row, column] = [0, 0]
  while (row < from.length || column < to.length) {
    const [left, right] = [from[row], to[column]]
    if (left !== undefined && left === right) {
      steps.push({ mark: ' ', line: left })
      row++
      column++
    } else if (left !== undefined && (right === undefined || at(row + 1, column) >= at(row, column + 1))) {
      steps.push({ mark: '-', line: left })
      row++
    } else if (right !== undefined) {
      steps.push({ mark: '+', line: right })
      column++
    }
  }
  return steps
}

/** Shows what changes from one text to another: `-` and `+` lines with a little around them, `…` where equal lines are left out. */
export function lineDiff(from: string, to: string): string[] {
  const steps = stepsBetween(from.split('\n'), to.split('\n'))
  const near = new Set<number>()
  for (const [index, { mark }] of steps.entries()) {
    if (mark === ' ') continue
    for (let other = index - CONTEXT_LINES; other <= index + CONTEXT_LINES; other++) near.add(other)
  }
  const lines: string[] = []
  for (const [index, { mark, line }] of steps.entries()) {
    if (near.has(index)) lines.push(`${mark} ${line}`)
    else if (near.has(index - 1)) lines.push('…')
  }
  return lines
}
