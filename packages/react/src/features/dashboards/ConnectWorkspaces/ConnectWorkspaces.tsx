import { useId, useState, type FormEvent } from 'react'
import { ErrorState, useCommonCopy } from '../../../provider/index.ts'
import { Button, Dialog, TextField, type ButtonProps } from '../../../ui/index.ts'
import { useDashboardsValue } from '../dashboard-context.ts'
import { useDashboardsCopy } from '../use-dashboards-copy.ts'

/** Props of {@link ConnectWorkspaces}. */
export interface ConnectWorkspacesProps extends Omit<ButtonProps, 'onClick'> {
  /** The instance is connected; its workspaces have not been read yet. */
  onConnected?: (() => void) | undefined
}

/** What came of the last try. */
type Attempt = { state: 'idle' } | { state: 'busy' } | { state: 'failed'; error: unknown }

/** A button that asks for the address and the token of the agency's Email Bison. The token goes in and never comes out. */
export function ConnectWorkspaces({ onConnected, children, ...rest }: ConnectWorkspacesProps) {
  const copy = useDashboardsCopy()
  const common = useCommonCopy()
  const { connection } = useDashboardsValue().dashboards
  const form = useId()
  const [open, setOpen] = useState(false)
  const [attempt, setAttempt] = useState<Attempt>({ state: 'idle' })
  const [baseUrl, setBaseUrl] = useState('')
  const [token, setToken] = useState('')

  async function connect(event: FormEvent): Promise<void> {
    event.preventDefault()
    setAttempt({ state: 'busy' })
    try {
      await connection.connect({ baseUrl: baseUrl.trim().replace(/\/+$/, ''), token: token.trim() })
      setAttempt({ state: 'idle' })
      setToken('')
      setOpen(false)
      onConnected?.()
    } catch (error) {
      setAttempt({ state: 'failed', error })
    }
  }

  return (
    <>
      <Button variant="primary" {...rest} onClick={() => setOpen(true)}>
        {children ?? copy.connect}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={copy.connectTitle}
        description={copy.connectDescription}
        closeLabel={common.close}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{common.cancel}</Button>
            <Button variant="primary" type="submit" form={form} busy={attempt.state === 'busy'}>
              {copy.connectNow}
            </Button>
          </>
        }
      >
        <form id={form} className="hub-stack" onSubmit={(event) => void connect(event)}>
          {attempt.state === 'failed' ? <ErrorState error={attempt.error} /> : null}
          <TextField
            label={copy.baseUrl}
            hint={copy.baseUrlHint}
            type="url"
            required
            pattern="https://.+"
            value={baseUrl}
            onChange={({ target }) => setBaseUrl(target.value)}
          />
          <TextField
            label={copy.token}
            hint={copy.tokenHint}
            type="password"
            autoComplete="off"
            required
            value={token}
            onChange={({ target }) => setToken(target.value)}
          />
        </form>
      </Dialog>
    </>
  )
}
