import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'

const extensionLine =
  /create\s+extension\s+(?:if\s+not\s+exists\s+)?"?(?:pg_cron|pg_net|pgmq|supabase_vault)"?[^;]*;/gi

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** The migration files of a Supabase project, oldest first. */
export function migrationFiles(directory: string): string[] {
  return existsSync(directory)
    ? readdirSync(directory)
        .filter((file) => /^\d+_.*\.sql$/.test(file))
        .toSorted()
    : []
}

/**
 * Applies the migrations that a database lacks, as role postgres, one transaction a file, and records them where `supabase db push` does.
 * Extensions that are installed beforehand are left out. An error names the file and the line.
 */
export async function applyMigrations(sql: postgres.Sql, directory: string): Promise<string[]> {
  const rows = await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`
  const applied = new Set(rows.map((row) => row.version))
  const fresh: string[] = []
  for (const file of migrationFiles(directory)) {
    const [version = '', ...name] = file.replace(/\.sql$/, '').split('_')
    if (applied.has(version)) continue
    const text = readFileSync(join(directory, file), 'utf8')
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(text.replace(extensionLine, (line) => `/* ${line.replaceAll('*/', '')} */`))
        await transaction`insert into supabase_migrations.schema_migrations (version, name, statements)
          values (${version}, ${name.join('_')}, ${[text]})`
      })
    } catch (error) {
      const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN
      const at = Number.isNaN(position) ? '' : `:${lineAt(text, position)}`
      throw new Error(`${file}${at}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      })
    }
    fresh.push(file)
  }
  return fresh
}
