/** Charts are the largest part by far: they load where one is shown. */
export function loadColumnsChart() {
  return import('./ColumnsChart.tsx')
}
