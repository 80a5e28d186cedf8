import type postgres from 'postgres'
import type { VendorCall } from './bison-client.ts'
import type { VendorError } from './vendor-error.ts'

/** Notes how the vendor answers, and writes it down in sets. */
export interface HealthLog {
  call(call: VendorCall): void
  /** Notes an answer that did not match its schema. */
  invalid(error: VendorError, workspaceId: string | null): void
  /** Notes what is odd about an answer. */
  note(errorType: string, message: string, workspaceId: string | null): void
  flush(): Promise<void>
}

/** Rows that are written at once. */
const BATCH = 200

/** The vendor's name in the logs. Source: data-consistency spec, "Slow dashboard load". */
export const VENDOR = 'Email Bison'

/** Makes the log of an agency. A log that can't be written is told to the console, and stops nothing. */
export function createHealthLog(sql: postgres.Sql, agencyId: string): HealthLog {
  let calls: (VendorCall & { at: string })[] = []
  let errors: {
    error_type: string
    field_path: string | null
    message: string
    workspace_id: string | null
  }[] = []

  async function flush(): Promise<void> {
    const [rows, faults] = [calls, errors]
    calls = []
    errors = []
    try {
      if (rows.length > 0)
        await sql`
          insert into public.api_health_logs (agency_id, api_name, endpoint, status_code, response_time_ms, success, error_code, error_message, "timestamp")
          select ${agencyId}, ${VENDOR}, left(c ->> 'endpoint', 300), (c ->> 'status')::integer, (c ->> 'durationMs')::integer,
            c ->> 'errorCode' is null, c ->> 'errorCode', c ->> 'errorMessage', (c ->> 'at')::timestamptz
          from json_array_elements(${JSON.stringify(rows)}::text::json) c`
      if (faults.length > 0)
        await sql`
          insert into public.data_validation_errors (agency_id, source, error_type, field_path, message, workspace_id)
          select ${agencyId}, ${VENDOR}, e ->> 'error_type', left(e ->> 'field_path', 300), left(e ->> 'message', 1000), w.id
          from json_array_elements(${JSON.stringify(faults)}::text::json) e left join public.workspaces w on w.id = (e ->> 'workspace_id')::uuid`
    } catch (error) {
      console.error(JSON.stringify({ agency_id: agencyId, error: String(error) }))
    }
  }

  return {
    call(call) {
      calls.push({ ...call, at: new Date().toISOString() })
      if (calls.length >= BATCH) void flush()
    },
    invalid({ code, fieldPath, message }, workspaceId) {
      errors.push({ error_type: code, field_path: fieldPath, message, workspace_id: workspaceId })
    },
    note(errorType, message, workspaceId) {
      errors.push({ error_type: errorType, field_path: null, message, workspace_id: workspaceId })
    },
    flush,
  }
}
