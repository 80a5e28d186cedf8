export { createHealthClient, healthKeys, type HealthClient } from './create-health-client.ts'
export { createHealthReporter, type HealthReporter, type HealthReporterOptions } from './health-reporter.ts'
