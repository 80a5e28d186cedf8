/** Charts are the largest part by far: they load where one is shown, and the figures around them don't wait. */
export function loadBarsChart() {
  return import('./BarsChart.tsx')
}
