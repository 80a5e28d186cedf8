// Stories and browser tests run on what is written, not on what was built last.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, UserConfig } from 'vite'
import { styleSheet, stylesFolder } from '../scripts/style-sheet.ts'

const coreSource = join(import.meta.dirname, '..', '..', 'core', 'src')
const styles = '/__headwater.css'

/** Serves the style sheet as `virtual:headwater.css`, made anew when a part of it changes. */
export function headwaterStyles(): Plugin {
  return {
    name: 'headwater-styles',
    resolveId: (id) => (id === 'virtual:headwater.css' ? styles : null),
    load(id) {
      if (id !== styles) return null
      for (const name of readdirSync(stylesFolder)) this.addWatchFile(join(stylesFolder, name))
      return styleSheet()
    },
  }
}

/** Takes core from its source, and names what the browser needs in advance: a dependency that is found late reloads the page. */
export const sourceConfig = {
  resolve: {
    alias: [
      { find: /^@headwater\/core$/, replacement: join(coreSource, 'index.ts') },
      { find: /^@headwater\/core\/(.+)$/, replacement: join(coreSource, '$1', 'index.ts') },
    ],
  },
  optimizeDeps: {
    include: [
      '@headwater/core > @tanstack/query-core',
      '@headwater/core > cockatiel',
      '@headwater/core > hucre/xlsx',
      '@headwater/core > libphonenumber-js/metadata.min',
      '@headwater/core > libphonenumber-js/min',
      '@headwater/core > sms-segments-calculator',
      '@supabase/supabase-js',
      '@tanstack/react-query',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      'axe-core',
      'lucide-react',
      'radix-ui',
      'react',
      'react/jsx-dev-runtime',
      'react-dom',
      'react-dom/client',
      'react-dropzone',
      'react-hook-form',
      'recharts',
      'zod/mini',
    ],
  },
} satisfies UserConfig
