import type { FieldPlan } from '@headwater/core'
import type { proposeFieldSteps } from '@headwater/core/inference'
import type { explainPlan } from '@headwater/core/transforms'
import { useEffect, useState } from 'react'
import { cellTextOf } from '../fixes/row-issue.ts'
import type { PreviewRow } from '../reader/reader-types.ts'

/** What runs steps, and proposes them. */
export interface PlanEngine {
  explainPlan: typeof explainPlan
  proposeFieldSteps: typeof proposeFieldSteps
}

/** What a field's plan makes of some rows. */
export type FieldPreview =
  | { state: 'loading' }
  | { state: 'wrong'; message: string }
  | { state: 'ready'; rows: { rowNumber: number; input: string; after: string[]; output: string }[] }

/** The engine that runs steps: loaded once they are shown. */
export function usePlanEngine(): PlanEngine | null {
  const [engine, setEngine] = useState<PlanEngine | null>(null)
  useEffect(() => {
    let left = false
    void Promise.all([import('@headwater/core/transforms'), import('@headwater/core/inference')]).then(
      ([transforms, inference]) => {
        if (!left)
          setEngine({
            explainPlan: transforms.explainPlan,
            proposeFieldSteps: inference.proposeFieldSteps,
          })
      },
    )
    return () => {
      left = true
    }
  }, [])
  return engine
}

/** Runs a field's plan over rows, step by step. */
export function previewField(
  engine: PlanEngine | null,
  plan: FieldPlan,
  rows: readonly PreviewRow[],
): FieldPreview {
  if (!engine) return { state: 'loading' }
  try {
    const { columns } = plan
    return {
      state: 'ready',
      rows: rows.map(({ rowNumber, values }) => {
        const cells = columns.map((column) => cellTextOf(values[column]))
        const explained = engine.explainPlan({ field: plan }, { header: columns, cells })['field']
        return {
          rowNumber,
          input: explained?.input ?? '',
          after: explained?.steps.map(({ value }) => value) ?? [],
          output: explained?.output ?? '',
        }
      }),
    }
  } catch (error) {
    return { state: 'wrong', message: error instanceof Error ? error.message : '' }
  }
}
