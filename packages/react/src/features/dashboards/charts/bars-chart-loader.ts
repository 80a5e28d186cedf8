import { createPartLoader } from '../../../ui/index.ts'

/** Charts are the largest part by far: they load where one is shown, and the figures around them don't wait. */
export const barsChart = createPartLoader(() => import('./BarsChart.tsx'))
