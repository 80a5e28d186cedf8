import { expect, test, vi } from 'vitest'
import { errorOf, open, signedIn } from './open-dashboards.ts'

test('calls are reported in one batch, and those of one user never as another', async () => {
  const reports: unknown[] = []
  const answer = async (request: Request) => {
    if (request.url.endsWith('report_client_health')) reports.push(await request.clone().json())
    return null
  }
  const { dashboards, supabase, backend } = open({ answer, dashboards: { reportEveryMs: 20 } })
  await signedIn(supabase)
  await dashboards.fetchKPIData()
  backend.state.fault = 'invalid'
  await errorOf(dashboards.fetchVolumeData())
  await vi.waitFor(() => expect(reports).toHaveLength(1))
  expect(reports[0]).toMatchObject({
    logs: [
      { api_name: 'hybrid-workspace-analytics', success: true, status_code: 200 },
      { api_name: 'volume-dashboard-data', success: false, error_code: 'VALIDATION' },
    ],
    validation_errors: expect.arrayContaining([
      expect.objectContaining({ source: 'volume-dashboard-data', field_path: 'coverage' }),
    ]),
  })
  await errorOf(dashboards.fetchRevenueData())
  await supabase.auth.signOut()
  dashboards.close()
  expect(reports).toHaveLength(1)
})

test('targets are saved and read, and accounts are listed with their selection', async () => {
  const { dashboards } = open()
  const { data: before } = await dashboards.targets.list()
  const wanted = { monthly_kpi: 7, price_per_lead_minor: 100, monthly_cost_minor: null, currency: 'CHF' }
  await dashboards.fetchRevenueData()
  await dashboards.targets.save(before[0]?.id ?? '', wanted)
  expect((await dashboards.targets.list()).data[0]?.workspace_targets).toEqual(wanted)
  expect((await dashboards.fetchRevenueData()).meta.source).toBe('network')
  const { data } = await dashboards.fetchEmailAccounts({ workspaceIds: [before[1]?.id ?? ''] })
  expect([data.total, new Set(data.accounts.map((account) => account.workspaceName))]).toEqual([
    25,
    new Set([before[1]?.name]),
  ])
  expect((await dashboards.connection.get()).data?.base_url).toBe('https://bison.example.com')
})

test('health, incidents and targets are read as rows', async () => {
  const deduction = {
    metric: 'api_error_rate',
    subject: 'Email Bison',
    severity: 'critical' as const,
    value: 80,
    threshold: 50,
    points: 30,
  }
  const { dashboards } = open({ state: { deductions: [deduction] } })
  const { data: health } = await dashboards.health.summary()
  expect(health).toMatchObject({ health_score: 70, deductions: [deduction] })
  expect((await dashboards.health.incidents()).data).toMatchObject([
    { metric: 'api_error_rate', status: 'open' },
  ])
  expect((await dashboards.targets.list()).data[0]).toMatchObject({
    name: 'Alder Analytics',
    workspace_targets: { monthly_kpi: 60 },
  })
})
