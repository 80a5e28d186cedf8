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
          agency_id: string
          checkpoint: Json | null
          created_at: string
          error_code: string | null
          error_message: string | null
          failed_records: number
          file_name: string
          file_size: number | null
          file_type: string
          file_url: string
          finished_at: string | null
          id: string
          imported_records: number
          mapping: Json | null
          model_id: string
          on_invalid: string
          processed_records: number
          started_at: string | null
          status: string
          total_records: number | null
          updated_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          agency_id?: string
          checkpoint?: Json | null
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          failed_records?: number
          file_name?: never
          file_size?: number | null
          file_type: string
          file_url: string
          finished_at?: string | null
          id?: string
          imported_records?: number
          mapping?: Json | null
          model_id: string
          on_invalid?: string
          processed_records?: never
          started_at?: string | null
          status?: string
          total_records?: number | null
          updated_at?: string
          user_id?: string
        }
        Update: {
          agency_id?: string
          checkpoint?: Json | null
          created_at?: string
          error_code?: string | null
          error_message?: string | null
          failed_records?: number
          file_name?: never
          file_size?: number | null
          file_type?: string
          file_url?: string
          finished_at?: string | null
          id?: string
          imported_records?: number
          mapping?: Json | null
          model_id?: string
          on_invalid?: string
          processed_records?: never
          started_at?: string | null
          status?: string
          total_records?: number | null
          updated_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'import_jobs_model_id_agency_id_fkey'
            columns: ['model_id', 'agency_id']
            isOneToOne: false
            referencedRelation: 'data_models'
            referencedColumns: ['id', 'agency_id']
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
    }
    Views: {
      [_ in never]: never
    }
    Functions: {
      [_ in never]: never
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
