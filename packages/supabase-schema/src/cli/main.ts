#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { runCli } from './run-cli.ts'

// Set when the package is built.
declare const PACKAGE_VERSION: string

process.exitCode = runCli({
  args: process.argv.slice(2),
  cwd: process.cwd(),
  packageFolder: fileURLToPath(new URL('../../', import.meta.url)),
  version: PACKAGE_VERSION,
  env: process.env,
  print: (line) => console.log(line),
})
