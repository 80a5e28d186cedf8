import type { EmailAccount } from '@headwater/core/dashboards'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { ErrorState, useHub } from '../../../provider/index.ts'
import { Badge, SearchField, SelectField } from '../../../ui/index.ts'
import { useDashboardsValue } from '../dashboard-context.ts'
import { TableSkeleton } from '../frame/skeletons.tsx'
import { countColumn, type ColumnWords } from '../table/common-columns.tsx'
import type { FigureColumn } from '../table/figure-column.ts'
import { FigureTable } from '../table/FigureTable.tsx'
import { useColumnWords } from '../table/use-column-words.ts'

function accountColumns(words: ColumnWords): FigureColumn<EmailAccount>[] {
  const { copy } = words
  return [
    {
      id: 'email',
      label: copy.account,
      value: ({ email }) => email,
      text: ({ email }) => email,
      widthPx: 200,
      isKey: true,
    },
    {
      id: 'workspace',
      label: copy.workspace,
      value: ({ workspaceName }) => workspaceName,
      text: ({ workspaceName }) => workspaceName,
      widthPx: 136,
    },
    {
      id: 'status',
      label: copy.status,
      value: ({ status }) => status,
      text: ({ status }) => status,
      draw: ({ isConnected, status }) => (
        <Badge
          tone={isConnected ? 'success' : 'danger'}
          icon={
            isConnected ? (
              <CircleCheck className="hub-icon" aria-hidden />
            ) : (
              <CircleX className="hub-icon" aria-hidden />
            )
          }
        >
          {status}
        </Badge>
      ),
      widthPx: 160,
      isKey: true,
    },
    {
      id: 'type',
      label: copy.type,
      value: ({ type }) => type,
      text: ({ type }) => (type === null ? copy.noType : (copy.accountTypes[type] ?? type)),
      widthPx: 152,
    },
    countColumn(words, 'limit', copy.dailyLimit, (row) => row.dailyLimit),
    countColumn(words, 'sent', copy.sent, (row) => row.emailsSent),
    countColumn(words, 'bounced', copy.bounced, (row) => row.bounced),
    countColumn(words, 'replied', copy.replies, (row) => row.replied),
    countColumn(words, 'interested', copy.interested, (row) => row.interested),
  ]
}

/** The distinct values of a column, for its filter. */
function valuesOf(accounts: readonly EmailAccount[], of: (account: EmailAccount) => string | null): string[] {
  return [...new Set(accounts.flatMap((account) => of(account) ?? []))].toSorted()
}

const none: readonly EmailAccount[] = []

/** Every sender account of the workspaces that are looked at: searched, filtered, sorted, exported. */
export function AccountsTable() {
  const { queryClient } = useHub()
  const { dashboards, workspaceIds } = useDashboardsValue()
  const words = useColumnWords()
  const { copy, figures } = words
  const query = useQuery(
    dashboards.queries.emailAccounts(workspaceIds === null ? {} : { workspaceIds }),
    queryClient,
  )
  const [search, setSearch] = useState('')
  const [status, setStatus] = useState('')
  const [type, setType] = useState('')
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const columns = useMemo(() => accountColumns(words), [words])
  const accounts = query.data?.data.accounts ?? none
  const total = query.data?.data.total ?? 0
  const statuses = useMemo(() => valuesOf(accounts, (account) => account.status), [accounts])
  const types = useMemo(() => valuesOf(accounts, (account) => account.type), [accounts])
  const rows = useMemo(
    () =>
      accounts.filter(
        (account) =>
          (status === '' || account.status === status) &&
          (type === '' || account.type === type) &&
          `${account.email}\n${account.name ?? ''}\n${account.workspaceName}\n${account.tags.join('\n')}`
            .toLowerCase()
            .includes(wanted),
      ),
    [accounts, status, type, wanted],
  )
  if (query.error && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <TableSkeleton />
  return (
    <div className="hub-stack">
      {total > accounts.length ? (
        <p className="hub-hint">{copy.firstAccounts(figures.count(accounts.length), figures.count(total))}</p>
      ) : null}
      <FigureTable
        label={copy.accounts}
        rows={rows}
        total={accounts.length}
        columns={columns}
        rowId={({ id }) => id}
        initialSort={{ id: 'email', desc: false }}
        fileName={copy.fileName(copy.accounts)}
        toolbar={
          <>
            <SearchField
              label={copy.searchAccounts}
              value={search}
              onChange={({ target }) => setSearch(target.value)}
            />
            <SelectField
              label={copy.status}
              hideLabel
              value={status}
              onChange={({ target }) => setStatus(target.value)}
            >
              <option value="">{copy.anyStatus}</option>
              {statuses.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </SelectField>
            <SelectField
              label={copy.type}
              hideLabel
              value={type}
              onChange={({ target }) => setType(target.value)}
            >
              <option value="">{copy.anyType}</option>
              {types.map((one) => (
                <option key={one} value={one}>
                  {copy.accountTypes[one] ?? one}
                </option>
              ))}
            </SelectField>
          </>
        }
      />
    </div>
  )
}
