// The tables and functions of schema public. Written by `pnpm gen:types`.
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      agencies: {
        Row: {
          created_at: string
          id: string
          name: string
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          id?: string
          name: string
          updated_at?: string
        }
        Update: {
          created_at?: string
          id?: string
          name?: string
          updated_at?: string
        }
        Relationships: []
      }
      api_health_logs: {
        Row: {
          agency_id: string
          api_name: string
          endpoint: string | null
          error_code: string | null
          error_message: string | null
          id: number
          origin: string
          response_time_ms: number
          status_code: number | null
          success: boolean
          timestamp: string
          user_id: string | null
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          api_name: string
          endpoint?: string | null
          error_code?: string | null
          error_message?: string | null
          id?: never
          origin?: string
          response_time_ms: number
          status_code?: number | null
          success: boolean
          timestamp?: string
          user_id?: string | null
        }
        Update: {
          agency_id?: string
          api_name?: string
          endpoint?: string | null
          error_code?: string | null
          error_message?: string | null
          id?: never
          origin?: string
          response_time_ms?: number
          status_code?: number | null
          success?: boolean
          timestamp?: string
          user_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'api_health_logs_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      audience_segments: {
        Row: {
          agency_id: string
          created_at: string
          created_by: string | null
          criteria: NonNullable<Json>
          data_model_id: string
          id: string
          name: string
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          created_at?: string
          created_by?: string | null
          criteria: NonNullable<Json>
          data_model_id: string
          id?: string
          name: string
          updated_at?: string
        }
        Update: {
          agency_id?: string
          created_at?: string
          created_by?: string | null
          criteria?: NonNullable<Json>
          data_model_id?: string
          id?: string
          name?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'audience_segments_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'audience_segments_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'user_profiles'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'audience_segments_data_model_id_fkey'
            columns: ['data_model_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id']
          },
        ]
      }
      campaign_assignments: {
        Row: {
          agency_id: string
          campaign_id: string
          created_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          campaign_id: string
          created_at?: string
          user_id: string
        }
        Update: {
          agency_id?: string
          campaign_id?: string
          created_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'campaign_assignments_campaign_id_agency_id_fkey'
            columns: ['campaign_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'campaigns'
            referencedColumns: ['id', 'agency_id']
          },
          {
            foreignKeyName: 'campaign_assignments_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'user_profiles'
            referencedColumns: ['id']
          },
        ]
      }
      campaign_counters: {
        Row: {
          agency_id: string
          campaign_id: string
          cost_micros: number
          delivered_count: number
          failed_count: number
          held_count: number
          pending_count: number
          recipients_count: number
          segments_count: number
          sent_count: number
          skipped_count: number
          suppressed_count: number
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          campaign_id: string
          cost_micros?: number
          delivered_count?: number
          failed_count?: number
          held_count?: number
          pending_count?: number
          recipients_count?: number
          segments_count?: number
          sent_count?: number
          skipped_count?: number
          suppressed_count?: number
        }
        Update: {
          agency_id?: string
          campaign_id?: string
          cost_micros?: number
          delivered_count?: number
          failed_count?: number
          held_count?: number
          pending_count?: number
          recipients_count?: number
          segments_count?: number
          sent_count?: number
          skipped_count?: number
          suppressed_count?: number
        }
        Relationships: [
          {
            foreignKeyName: 'campaign_counters_campaign_id_agency_id_fkey'
            columns: ['campaign_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'campaigns'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      campaign_messages: {
        Row: {
          agency_id: string
          attempt_id: string | null
          attempts: number
          body: string | null
          campaign_id: string
          cost_micros: number | null
          created_at: string
          data: NonNullable<Json>
          delivered_at: string | null
          due_at: string
          expires_at: string | null
          failed_at: string | null
          held_until: string | null
          id: string
          provider_message_id: string | null
          read_at: string | null
          reason: string | null
          reason_message: string | null
          recipient: string
          record_id: string | null
          segments: number | null
          sent_at: string | null
          status: string
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          attempt_id?: string | null
          attempts?: number
          body?: string | null
          campaign_id: string
          cost_micros?: number | null
          created_at?: string
          data?: NonNullable<Json>
          delivered_at?: string | null
          due_at?: string
          expires_at?: string | null
          failed_at?: string | null
          held_until?: string | null
          id?: string
          provider_message_id?: string | null
          read_at?: string | null
          reason?: string | null
          reason_message?: string | null
          recipient: string
          record_id?: string | null
          segments?: number | null
          sent_at?: string | null
          status?: string
          updated_at?: string
        }
        Update: {
          agency_id?: string
          attempt_id?: string | null
          attempts?: number
          body?: string | null
          campaign_id?: string
          cost_micros?: number | null
          created_at?: string
          data?: NonNullable<Json>
          delivered_at?: string | null
          due_at?: string
          expires_at?: string | null
          failed_at?: string | null
          held_until?: string | null
          id?: string
          provider_message_id?: string | null
          read_at?: string | null
          reason?: string | null
          reason_message?: string | null
          recipient?: string
          record_id?: string | null
          segments?: number | null
          sent_at?: string | null
          status?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'campaign_messages_campaign_id_agency_id_fkey'
            columns: ['campaign_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'campaigns'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      campaign_skips: {
        Row: {
          agency_id: string
          campaign_id: string
          reason: string
          record_id: string
          value: string | null
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          campaign_id: string
          reason: string
          record_id: string
          value?: string | null
        }
        Update: {
          agency_id?: string
          campaign_id?: string
          reason?: string
          record_id?: string
          value?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'campaign_skips_campaign_id_agency_id_fkey'
            columns: ['campaign_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'campaigns'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      campaigns: {
        Row: {
          agency_id: string
          cancelled_at: string | null
          confirmed_recipients: number | null
          contacted_count: number
          content: string | null
          created_at: string
          created_by: string | null
          data_model_id: string | null
          description: string | null
          end_date: string | null
          finished_at: string | null
          id: string
          leads_count: number
          materialised_at: string | null
          message: string | null
          metadata: Json | null
          name: string
          provider_id: string | null
          qualified_leads_count: number
          responded_count: number
          scheduled_at: string | null
          send_options: NonNullable<Json>
          sent_by: string | null
          start_date: string | null
          started_at: string | null
          status: string
          status_code: string | null
          status_message: string | null
          subject: string | null
          target_audience: Json | null
          target_criteria: Json | null
          type: string
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          cancelled_at?: string | null
          confirmed_recipients?: number | null
          contacted_count?: number
          content?: string | null
          created_at?: string
          created_by?: string | null
          data_model_id?: string | null
          description?: string | null
          end_date?: string | null
          finished_at?: string | null
          id?: string
          leads_count?: number
          materialised_at?: string | null
          message?: string | null
          metadata?: Json | null
          name: string
          provider_id?: string | null
          qualified_leads_count?: number
          responded_count?: number
          scheduled_at?: string | null
          send_options?: NonNullable<Json>
          sent_by?: string | null
          start_date?: string | null
          started_at?: string | null
          status?: string
          status_code?: string | null
          status_message?: string | null
          subject?: string | null
          target_audience?: Json | null
          target_criteria?: Json | null
          type?: string
          updated_at?: string
        }
        Update: {
          agency_id?: string
          cancelled_at?: string | null
          confirmed_recipients?: number | null
          contacted_count?: number
          content?: string | null
          created_at?: string
          created_by?: string | null
          data_model_id?: string | null
          description?: string | null
          end_date?: string | null
          finished_at?: string | null
          id?: string
          leads_count?: number
          materialised_at?: string | null
          message?: string | null
          metadata?: Json | null
          name?: string
          provider_id?: string | null
          qualified_leads_count?: number
          responded_count?: number
          scheduled_at?: string | null
          send_options?: NonNullable<Json>
          sent_by?: string | null
          start_date?: string | null
          started_at?: string | null
          status?: string
          status_code?: string | null
          status_message?: string | null
          subject?: string | null
          target_audience?: Json | null
          target_criteria?: Json | null
          type?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'campaigns_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'campaigns_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'user_profiles'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'campaigns_data_model_id_fkey'
            columns: ['data_model_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'campaigns_provider_id_agency_id_fkey'
            columns: ['provider_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'message_providers'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      data_cache_metadata: {
        Row: {
          agency_id: string
          cache_key: string
          current_count: number
          dashboard: string
          data_as_of: string | null
          error_message: string | null
          expected_count: number
          expires_at: string | null
          fetch_duration_ms: number | null
          fetched_at: string | null
          status: string
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          cache_key: string
          current_count?: number
          dashboard: string
          data_as_of?: string | null
          error_message?: string | null
          expected_count?: number
          expires_at?: string | null
          fetch_duration_ms?: number | null
          fetched_at?: string | null
          status: string
          updated_at?: string
        }
        Update: {
          agency_id?: string
          cache_key?: string
          current_count?: number
          dashboard?: string
          data_as_of?: string | null
          error_message?: string | null
          expected_count?: number
          expires_at?: string | null
          fetch_duration_ms?: number | null
          fetched_at?: string | null
          status?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'data_cache_metadata_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      data_models: {
        Row: {
          agency_id: string
          created_at: string
          description: string | null
          fields: NonNullable<Json>
          id: string
          name: string
          updated_at: string
          user_id: string
          visibility: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          created_at?: string
          description?: string | null
          fields?: NonNullable<Json>
          id?: string
          name: string
          updated_at?: string
          user_id?: string
          visibility?: string
        }
        Update: {
          agency_id?: string
          created_at?: string
          description?: string | null
          fields?: NonNullable<Json>
          id?: string
          name?: string
          updated_at?: string
          user_id?: string
          visibility?: string
        }
        Relationships: [
          {
            foreignKeyName: 'data_models_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      data_validation_errors: {
        Row: {
          agency_id: string
          error_type: string
          field_path: string | null
          id: number
          message: string
          origin: string
          source: string
          timestamp: string
          user_id: string | null
          workspace_id: string | null
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          error_type: string
          field_path?: string | null
          id?: never
          message: string
          origin?: string
          source: string
          timestamp?: string
          user_id?: string | null
          workspace_id?: string | null
        }
        Update: {
          agency_id?: string
          error_type?: string
          field_path?: string | null
          id?: never
          message?: string
          origin?: string
          source?: string
          timestamp?: string
          user_id?: string | null
          workspace_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'data_validation_errors_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'data_validation_errors_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      health_destinations: {
        Row: {
          agency_id: string
          channel: string | null
          kind: string
          last_error: string | null
          last_sent_at: string | null
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          channel?: string | null
          kind: string
          last_error?: string | null
          last_sent_at?: string | null
          updated_at?: string
        }
        Update: {
          agency_id?: string
          channel?: string | null
          kind?: string
          last_error?: string | null
          last_sent_at?: string | null
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'health_destinations_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: true
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      health_incidents: {
        Row: {
          agency_id: string
          id: string
          metric: string
          ok_checks: number
          opened_at: string
          resolved_at: string | null
          severity: string
          status: string
          subject: string
          threshold: number
          updated_at: string
          value: number
          worst_severity: string
          worst_value: number
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          id?: string
          metric: string
          ok_checks?: number
          opened_at?: string
          resolved_at?: string | null
          severity: string
          status?: string
          subject?: string
          threshold: number
          updated_at?: string
          value: number
          worst_severity: string
          worst_value: number
        }
        Update: {
          agency_id?: string
          id?: string
          metric?: string
          ok_checks?: number
          opened_at?: string
          resolved_at?: string | null
          severity?: string
          status?: string
          subject?: string
          threshold?: number
          updated_at?: string
          value?: number
          worst_severity?: string
          worst_value?: number
        }
        Relationships: [
          {
            foreignKeyName: 'health_incidents_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      health_thresholds: {
        Row: {
          agency_id: string | null
          critical_at: number
          critical_points: number
          id: string
          is_enabled: boolean
          metric: string
          updated_at: string
          warning_at: number
          warning_points: number
        }
        ComputedFields: never
        Insert: {
          agency_id?: string | null
          critical_at: number
          critical_points: number
          id?: string
          is_enabled?: boolean
          metric: string
          updated_at?: string
          warning_at: number
          warning_points: number
        }
        Update: {
          agency_id?: string | null
          critical_at?: number
          critical_points?: number
          id?: string
          is_enabled?: boolean
          metric?: string
          updated_at?: string
          warning_at?: number
          warning_points?: number
        }
        Relationships: [
          {
            foreignKeyName: 'health_thresholds_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      import_changes: {
        Row: {
          action: string
          after: Json | null
          after_updated_at: string | null
          before: Json | null
          before_updated_at: string | null
          created_at: string
          import_job_id: string
          other_row: number | null
          reason: string | null
          record: Json | null
          record_id: string | null
          row_number: number
        }
        ComputedFields: never
        Insert: {
          action: string
          after?: Json | null
          after_updated_at?: string | null
          before?: Json | null
          before_updated_at?: string | null
          created_at?: string
          import_job_id: string
          other_row?: number | null
          reason?: string | null
          record?: Json | null
          record_id?: string | null
          row_number: number
        }
        Update: {
          action?: string
          after?: Json | null
          after_updated_at?: string | null
          before?: Json | null
          before_updated_at?: string | null
          created_at?: string
          import_job_id?: string
          other_row?: number | null
          reason?: string | null
          record?: Json | null
          record_id?: string | null
          row_number?: number
        }
        Relationships: []
      }
      import_job_errors: {
        Row: {
          created_at: string
          errors: NonNullable<Json>
          id: string
          import_job_id: string
          raw: NonNullable<Json>
          row_number: number
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          errors: NonNullable<Json>
          id?: string
          import_job_id: string
          raw?: NonNullable<Json>
          row_number: number
        }
        Update: {
          created_at?: string
          errors?: NonNullable<Json>
          id?: string
          import_job_id?: string
          raw?: NonNullable<Json>
          row_number?: number
        }
        Relationships: [
          {
            foreignKeyName: 'import_job_errors_import_job_id_fkey'
            columns: ['import_job_id']
            isOneToOne: false
            referencedRelation: 'import_jobs'
            referencedColumns: ['id']
          },
        ]
      }
      import_jobs: {
        Row: {
          again_of: string | null
          agency_id: string
          checkpoint: Json | null
          conflict_records: number
          created_at: string
          differences: Json | null
          dry_run: boolean
          dry_run_of: string | null
          duplicates_in_file: string
          error_code: string | null
          error_message: string | null
          failed_records: number
          field_policies: NonNullable<Json>
          file_name: string
          file_size: number | null
          file_type: string
          file_url: string
          finished_at: string | null
          id: string
          imported_records: number
          inserted_records: number
          kept_records: number
          key_fields: string[]
          mapping: Json | null
          mode: string
          model_id: string
          newest_by: string | null
          on_invalid: string
          plan: Json | null
          processed_records: number
          reading: Json | null
          reversed_records: number
          skipped_records: number
          started_at: string | null
          status: string
          total_records: number | null
          unchanged_records: number
          undo_of: string | null
          undo_until: string | null
          undone_at: string | null
          updated_at: string
          updated_records: number
          user_id: string
        }
        ComputedFields: never
        Insert: {
          again_of?: string | null
          agency_id?: string
          checkpoint?: Json | null
          conflict_records?: number
          created_at?: string
          differences?: Json | null
          dry_run?: boolean
          dry_run_of?: string | null
          duplicates_in_file?: string
          error_code?: string | null
          error_message?: string | null
          failed_records?: number
          field_policies?: NonNullable<Json>
          file_name?: never
          file_size?: number | null
          file_type: string
          file_url: string
          finished_at?: string | null
          id?: string
          imported_records?: number
          inserted_records?: never
          kept_records?: number
          key_fields?: string[]
          mapping?: Json | null
          mode?: string
          model_id: string
          newest_by?: string | null
          on_invalid?: string
          plan?: Json | null
          processed_records?: never
          reading?: Json | null
          reversed_records?: number
          skipped_records?: number
          started_at?: string | null
          status?: string
          total_records?: number | null
          unchanged_records?: number
          undo_of?: string | null
          undo_until?: string | null
          undone_at?: string | null
          updated_at?: string
          updated_records?: number
          user_id?: string
        }
        Update: {
          again_of?: string | null
          agency_id?: string
          checkpoint?: Json | null
          conflict_records?: number
          created_at?: string
          differences?: Json | null
          dry_run?: boolean
          dry_run_of?: string | null
          duplicates_in_file?: string
          error_code?: string | null
          error_message?: string | null
          failed_records?: number
          field_policies?: NonNullable<Json>
          file_name?: never
          file_size?: number | null
          file_type?: string
          file_url?: string
          finished_at?: string | null
          id?: string
          imported_records?: number
          inserted_records?: never
          kept_records?: number
          key_fields?: string[]
          mapping?: Json | null
          mode?: string
          model_id?: string
          newest_by?: string | null
          on_invalid?: string
          plan?: Json | null
          processed_records?: never
          reading?: Json | null
          reversed_records?: number
          skipped_records?: number
          started_at?: string | null
          status?: string
          total_records?: number | null
          unchanged_records?: number
          undo_of?: string | null
          undo_until?: string | null
          undone_at?: string | null
          updated_at?: string
          updated_records?: number
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'import_jobs_again_of_fkey'
            columns: ['again_of']
            isOneToOne: false
            referencedRelation: 'import_jobs'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'import_jobs_dry_run_of_fkey'
            columns: ['dry_run_of']
            isOneToOne: false
            referencedRelation: 'import_jobs'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'import_jobs_model_id_agency_id_fkey'
            columns: ['model_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id', 'agency_id']
          },
          {
            foreignKeyName: 'import_jobs_undo_of_fkey'
            columns: ['undo_of']
            isOneToOne: false
            referencedRelation: 'import_jobs'
            referencedColumns: ['id']
          },
        ]
      }
      import_mappings: {
        Row: {
          agency_id: string
          columns: NonNullable<Json>
          created_at: string
          header_signature: string
          id: string
          mapping: Json | null
          model_id: string
          plan: Json | null
          policy: Json | null
          reading: Json | null
          updated_at: string
          used_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          columns: NonNullable<Json>
          created_at?: string
          header_signature: string
          id?: string
          mapping?: Json | null
          model_id: string
          plan?: Json | null
          policy?: Json | null
          reading?: Json | null
          updated_at?: string
          used_at?: string
          user_id?: string
        }
        Update: {
          agency_id?: string
          columns?: NonNullable<Json>
          created_at?: string
          header_signature?: string
          id?: string
          mapping?: Json | null
          model_id?: string
          plan?: Json | null
          policy?: Json | null
          reading?: Json | null
          updated_at?: string
          used_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'import_mappings_model_id_agency_id_fkey'
            columns: ['model_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      inbound_messages: {
        Row: {
          agency_id: string
          body: string | null
          id: string
          keyword: string | null
          provider_id: string
          provider_message_id: string
          received_at: string
          sender: string | null
          sender_id: string | null
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          body?: string | null
          id?: string
          keyword?: string | null
          provider_id: string
          provider_message_id: string
          received_at?: string
          sender?: string | null
          sender_id?: string | null
        }
        Update: {
          agency_id?: string
          body?: string | null
          id?: string
          keyword?: string | null
          provider_id?: string
          provider_message_id?: string
          received_at?: string
          sender?: string | null
          sender_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'inbound_messages_provider_id_agency_id_fkey'
            columns: ['provider_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'message_providers'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      message_providers: {
        Row: {
          agency_id: string
          channel: string
          config: NonNullable<Json>
          created_at: string
          currency: string
          failure_count: number
          has_credentials: boolean
          id: string
          kind: string
          last_error: string | null
          name: string
          paused_until: string | null
          price_micros: number
          segments_per_second: number
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          channel: string
          config?: NonNullable<Json>
          created_at?: string
          currency?: string
          failure_count?: number
          has_credentials?: boolean
          id?: string
          kind: string
          last_error?: string | null
          name: string
          paused_until?: string | null
          price_micros?: number
          segments_per_second?: number
          updated_at?: string
        }
        Update: {
          agency_id?: string
          channel?: string
          config?: NonNullable<Json>
          created_at?: string
          currency?: string
          failure_count?: number
          has_credentials?: boolean
          id?: string
          kind?: string
          last_error?: string | null
          name?: string
          paused_until?: string | null
          price_micros?: number
          segments_per_second?: number
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'message_providers_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      record_keys: {
        Row: {
          field: string
          model_id: string
          record_id: string
          value: string
        }
        ComputedFields: never
        Insert: {
          field: string
          model_id: string
          record_id: string
          value: string
        }
        Update: {
          field?: string
          model_id?: string
          record_id?: string
          value?: string
        }
        Relationships: [
          {
            foreignKeyName: 'record_keys_model_id_fkey'
            columns: ['model_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'record_keys_record_id_fkey'
            columns: ['record_id']
            isOneToOne: false
            referencedRelation: 'records'
            referencedColumns: ['id']
          },
        ]
      }
      records: {
        Row: {
          agency_id: string
          created_at: string
          data: NonNullable<Json>
          id: string
          import_job_id: string | null
          import_row: number | null
          model_id: string
          updated_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          created_at?: string
          data: NonNullable<Json>
          id?: string
          import_job_id?: string | null
          import_row?: number | null
          model_id: string
          updated_at?: string
          user_id?: string
        }
        Update: {
          agency_id?: string
          created_at?: string
          data?: NonNullable<Json>
          id?: string
          import_job_id?: string | null
          import_row?: number | null
          model_id?: string
          updated_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'records_import_job_id_fkey'
            columns: ['import_job_id']
            isOneToOne: false
            referencedRelation: 'import_jobs'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'records_model_id_agency_id_fkey'
            columns: ['model_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      sender_accounts: {
        Row: {
          agency_id: string
          bounced_count: number
          daily_limit: number
          email: string
          emails_sent_count: number
          interested_count: number
          is_connected: boolean
          name: string | null
          replied_count: number
          status: string
          tags: string[]
          type: string | null
          vendor_id: string
          warmup_enabled: boolean | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          bounced_count: number
          daily_limit: number
          email: string
          emails_sent_count: number
          interested_count: number
          is_connected: boolean
          name?: string | null
          replied_count: number
          status: string
          tags?: string[]
          type?: string | null
          vendor_id: string
          warmup_enabled?: boolean | null
          workspace_id: string
        }
        Update: {
          agency_id?: string
          bounced_count?: number
          daily_limit?: number
          email?: string
          emails_sent_count?: number
          interested_count?: number
          is_connected?: boolean
          name?: string | null
          replied_count?: number
          status?: string
          tags?: string[]
          type?: string | null
          vendor_id?: string
          warmup_enabled?: boolean | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'sender_accounts_workspace_id_agency_id_fkey'
            columns: ['workspace_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      suppressions: {
        Row: {
          address: string
          agency_id: string
          channel: string
          created_at: string
          id: string
          note: string | null
          reason: string
          source: string
          was_manual: boolean
        }
        ComputedFields: never
        Insert: {
          address: string
          agency_id?: string
          channel: string
          created_at?: string
          id?: string
          note?: string | null
          reason?: string
          source?: string
          was_manual?: boolean
        }
        Update: {
          address?: string
          agency_id?: string
          channel?: string
          created_at?: string
          id?: string
          note?: string | null
          reason?: string
          source?: string
          was_manual?: boolean
        }
        Relationships: [
          {
            foreignKeyName: 'suppressions_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      user_profiles: {
        Row: {
          agency_id: string
          created_at: string
          full_name: string | null
          id: string
          role: Database['public']['Enums']['user_role']
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          created_at?: string
          full_name?: string | null
          id: string
          role?: Database['public']['Enums']['user_role']
          updated_at?: string
        }
        Update: {
          agency_id?: string
          created_at?: string
          full_name?: string | null
          id?: string
          role?: Database['public']['Enums']['user_role']
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'user_profiles_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      workspace_connections: {
        Row: {
          agency_id: string
          base_url: string
          created_at: string
          discovered_at: string | null
          discovery_error: string | null
          senders_refresh_seconds: number
          stats_refresh_seconds: number
          token_set_at: string | null
          updated_at: string
          vendor: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          base_url: string
          created_at?: string
          discovered_at?: string | null
          discovery_error?: string | null
          senders_refresh_seconds?: number
          stats_refresh_seconds?: number
          token_set_at?: string | null
          updated_at?: string
          vendor?: string
        }
        Update: {
          agency_id?: string
          base_url?: string
          created_at?: string
          discovered_at?: string | null
          discovery_error?: string | null
          senders_refresh_seconds?: number
          stats_refresh_seconds?: number
          token_set_at?: string | null
          updated_at?: string
          vendor?: string
        }
        Relationships: [
          {
            foreignKeyName: 'workspace_connections_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: true
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      workspace_snapshots: {
        Row: {
          agency_id: string
          attempted_at: string | null
          claimed_until: string | null
          data: Json | null
          data_as_of: string | null
          duration_ms: number | null
          failure_code: string | null
          failure_count: number
          failure_message: string | null
          fetched_at: string | null
          next_refresh_at: string
          source: string
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          attempted_at?: string | null
          claimed_until?: string | null
          data?: Json | null
          data_as_of?: string | null
          duration_ms?: number | null
          failure_code?: string | null
          failure_count?: number
          failure_message?: string | null
          fetched_at?: string | null
          next_refresh_at?: string
          source: string
          workspace_id: string
        }
        Update: {
          agency_id?: string
          attempted_at?: string | null
          claimed_until?: string | null
          data?: Json | null
          data_as_of?: string | null
          duration_ms?: number | null
          failure_code?: string | null
          failure_count?: number
          failure_message?: string | null
          fetched_at?: string | null
          next_refresh_at?: string
          source?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'workspace_snapshots_workspace_id_agency_id_fkey'
            columns: ['workspace_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      workspace_targets: {
        Row: {
          agency_id: string
          created_at: string
          currency: string | null
          monthly_cost_minor: number | null
          monthly_kpi: number | null
          price_per_lead_minor: number | null
          updated_at: string
          updated_by: string | null
          workspace_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          created_at?: string
          currency?: string | null
          monthly_cost_minor?: number | null
          monthly_kpi?: number | null
          price_per_lead_minor?: number | null
          updated_at?: string
          updated_by?: string | null
          workspace_id: string
        }
        Update: {
          agency_id?: string
          created_at?: string
          currency?: string | null
          monthly_cost_minor?: number | null
          monthly_kpi?: number | null
          price_per_lead_minor?: number | null
          updated_at?: string
          updated_by?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'workspace_targets_workspace_id_agency_id_fkey'
            columns: ['workspace_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id', 'agency_id']
          },
        ]
      }
      workspaces: {
        Row: {
          agency_id: string
          created_at: string
          id: string
          is_tracked: boolean
          name: string
          removed_at: string | null
          token_set_at: string | null
          updated_at: string
          vendor: string
          vendor_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id: string
          created_at?: string
          id?: string
          is_tracked?: boolean
          name: string
          removed_at?: string | null
          token_set_at?: string | null
          updated_at?: string
          vendor?: string
          vendor_id: string
        }
        Update: {
          agency_id?: string
          created_at?: string
          id?: string
          is_tracked?: boolean
          name?: string
          removed_at?: string | null
          token_set_at?: string | null
          updated_at?: string
          vendor?: string
          vendor_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'workspaces_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: false
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
    }
    Views: {
      dashboard_health_summary: {
        Row: {
          agency_id: string
          api_calls_last_hour: number | null
          api_errors_last_hour: number | null
          avg_response_time_ms: number | null
          checked_at: string | null
          dashboard_count: number | null
          dashboard_error_count: number | null
          deductions: Json | null
          health_score: number | null
          open_incident_count: number | null
          status: string | null
          validation_errors_last_day: number | null
        }
        ComputedFields: never
        Relationships: [
          {
            foreignKeyName: 'workspace_connections_agency_id_fkey'
            columns: ['agency_id']
            isOneToOne: true
            referencedRelation: 'agencies'
            referencedColumns: ['id']
          },
        ]
      }
      health_measurements: {
        Row: {
          agency_id: string | null
          metric: string | null
          points: number | null
          severity: string | null
          subject: string | null
          threshold: number | null
          value: number | null
        }
        ComputedFields: never
        Relationships: []
      }
    }
    Functions: {
      report_client_health: { Args: { logs?: Json; validation_errors?: Json }; Returns: number }
      set_email_bison_connection: { Args: { base_url: string; token: string }; Returns: undefined }
      set_slack_destination: { Args: { channel?: string; kind: string; secret: string }; Returns: undefined }
      set_workspace_token: { Args: { token: string; workspace_id: string }; Returns: undefined }
    }
    Enums: {
      user_role: 'super_admin' | 'agency_admin' | 'researcher' | 'client'
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R
      }
      ? R
      : never
    : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I
      }
      ? I
      : never
    : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U
      }
      ? U
      : never
    : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema['Enums']
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never

export const Constants = {
  public: {
    Enums: {
      user_role: ['super_admin', 'agency_admin', 'researcher', 'client'],
    },
  },
} as const
