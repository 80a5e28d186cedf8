// What may import what. CONTRIBUTING.md prints the same table.
const core = '^packages/core/src'
const react = '^packages/react/src'
const functions = '^packages/supabase-schema/src/functions'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'errors-import-nothing',
      severity: 'error',
      from: { path: `${core}/errors`, pathNot: '\\.test\\.ts$' },
      to: { pathNot: `${core}/errors` },
    },
    {
      name: 'contracts-import-zod-alone',
      severity: 'error',
      from: { path: `${core}/contracts`, pathNot: '\\.test\\.ts$' },
      to: { pathNot: [`${core}/contracts`, 'node_modules/zod'] },
    },
    {
      name: 'request-imports-errors-alone',
      severity: 'error',
      from: { path: `${core}/request` },
      to: {
        path: '^(packages|tools|examples)',
        pathNot: [`${core}/request`, `${core}/errors`, 'node_modules'],
      },
    },
    {
      name: 'engines-import-no-client',
      severity: 'error',
      from: { path: `${core}/(csv|detection|inference|messaging|transforms|validation|workbook)` },
      to: { path: `${core}/(request|features|create-hub|index)` },
    },
    {
      name: 'core-features-meet-at-their-index',
      severity: 'error',
      from: { path: `${core}/features/([^/]+)` },
      to: {
        path: `${core}/features/([^/]+)/.+`,
        pathNot: [`${core}/features/$1/`, `${core}/features/[^/]+/index\\.ts$`],
      },
    },
    {
      name: 'ui-imports-no-feature',
      severity: 'error',
      from: { path: `${react}/ui` },
      to: { path: [`${react}/features`, `${react}/provider`, core] },
    },
    {
      name: 'radix-only-in-ui',
      severity: 'error',
      from: { path: react, pathNot: `${react}/ui` },
      to: { path: 'node_modules/radix-ui' },
    },
    {
      name: 'react-features-meet-at-their-index',
      severity: 'error',
      from: { path: `${react}/features/([^/]+)` },
      to: {
        path: `${react}/features/([^/]+)/.+`,
        pathNot: [`${react}/features/$1/`, `${react}/features/[^/]+/index\\.ts$`],
      },
    },
    {
      name: 'core-knows-no-react',
      severity: 'error',
      from: { path: core },
      to: { path: ['^packages/react', 'node_modules/react'] },
    },
    {
      name: 'function-areas-stay-apart',
      severity: 'error',
      from: { path: `${functions}/([^/]+)` },
      to: { path: `${functions}/([^/]+)`, pathNot: `${functions}/($1|runtime)/` },
    },
    {
      name: 'function-runtime-knows-no-area',
      severity: 'error',
      from: { path: `${functions}/runtime` },
      to: { path: functions, pathNot: `${functions}/runtime` },
    },
    {
      name: 'examples-use-published-entry-points',
      severity: 'error',
      from: { path: '^examples' },
      to: { path: '^(packages/[^/]+/src|tools)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|storybook-static)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
