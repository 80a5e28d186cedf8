import * as z from 'zod/mini'
import { idSchema, timestampSchema } from './scalars.ts'

const severitySchema = z.enum(['warning', 'critical'])

/** Parses one deduction of the health score. */
export const healthDeductionSchema = z.object({
  metric: z.string(),
  /** What of the metric: an API's name, a dashboard, or an empty text. */
  subject: z.string(),
  severity: severitySchema,
  value: z.number(),
  threshold: z.number(),
  /** What it takes from 100. */
  points: z.int(),
})

/** Parses a row of the view `dashboard_health_summary`. */
export const healthSummarySchema = z.object({
  agency_id: idSchema,
  /** 0 to 100: exactly 100 less the points of all deductions. */
  health_score: z.int(),
  status: z.enum(['healthy', 'warning', 'critical']),
  deductions: z.array(healthDeductionSchema),
  dashboard_count: z.int(),
  dashboard_error_count: z.int(),
  api_calls_last_hour: z.int(),
  api_errors_last_hour: z.int(),
  avg_response_time_ms: z.nullable(z.int()),
  validation_errors_last_day: z.int(),
  open_incident_count: z.int(),
  checked_at: timestampSchema,
})

/** Parses a row of `health_incidents`. */
export const healthIncidentSchema = z.object({
  id: idSchema,
  metric: z.string(),
  subject: z.string(),
  status: z.enum(['open', 'resolved']),
  severity: severitySchema,
  worst_severity: severitySchema,
  value: z.number(),
  worst_value: z.number(),
  threshold: z.number(),
  opened_at: timestampSchema,
  updated_at: timestampSchema,
  resolved_at: z.nullable(timestampSchema),
})

/** One deduction of the health score. */
export type HealthDeduction = z.infer<typeof healthDeductionSchema>
/** An agency's health. */
export type HealthSummary = z.infer<typeof healthSummarySchema>
/** A measurement that crossed its threshold, from its opening to its end. */
export type HealthIncident = z.infer<typeof healthIncidentSchema>
