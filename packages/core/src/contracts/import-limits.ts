/** The largest file an import takes, in bytes (10 MB), unless the project raises it. Source: data-hub spec, "File Upload Security". */
export const DEFAULT_MAX_IMPORT_BYTES = 10 * 1024 * 1024

/** The storage bucket that holds files to import. */
export const IMPORTS_BUCKET = 'imports'
