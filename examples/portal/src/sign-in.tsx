import { Button, Callout, TextField } from '@headwater/react'
import type { SupabaseClient } from '@supabase/supabase-js'
import { useState } from 'react'
import type { Credentials } from './settings.ts'

type Mode = 'signIn' | 'signUp'

const words = {
  signIn: { title: 'Sign in', submit: 'Sign in', other: 'New here?', change: 'Create an account' },
  signUp: {
    title: 'Create an account',
    submit: 'Create account',
    other: 'Have an account?',
    change: 'Sign in',
  },
}

/** What came of an attempt, for people. */
type Outcome = { tone: 'danger' | 'info'; message: string } | null

/** Signs a person in or up. */
export function SignIn({ supabase, sample }: { supabase: SupabaseClient; sample: Credentials | null }) {
  const [mode, setMode] = useState<Mode>('signUp')
  const [outcome, setOutcome] = useState<Outcome>(null)
  const [busy, setBusy] = useState(false)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const copy = words[mode]

  async function enter(how: Mode, credentials: Credentials): Promise<void> {
    setBusy(true)
    setOutcome(null)
    const { data, error } =
      how === 'signIn'
        ? await supabase.auth.signInWithPassword(credentials)
        : await supabase.auth.signUp(credentials)
    setBusy(false)
    if (error) setOutcome({ tone: 'danger', message: error.message })
    else if (!data.session)
      setOutcome({
        tone: 'info',
        message: `A mail is on its way to ${credentials.email}. Open its link to go on.`,
      })
  }

  return (
    <main className="portal-center">
      <form
        className="hub-panel portal-card hub-stack"
        onSubmit={(event) => {
          event.preventDefault()
          void enter(mode, { email, password })
        }}
      >
        <div>
          <p className="portal-brand">Headwater</p>
          <h1 className="portal-heading">{copy.title}</h1>
        </div>
        {outcome ? (
          <Callout tone={outcome.tone}>
            <p>{outcome.message}</p>
          </Callout>
        ) : null}
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          minLength={8}
          hint={mode === 'signUp' ? 'At least 8 characters.' : undefined}
          autoComplete={mode === 'signUp' ? 'new-password' : 'current-password'}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" variant="primary" busy={busy}>
          {copy.submit}
        </Button>
        <p className="hub-muted">
          {copy.other}{' '}
          <button
            type="button"
            className="hub-link portal-link"
            onClick={() => {
              setMode(mode === 'signIn' ? 'signUp' : 'signIn')
              setOutcome(null)
            }}
          >
            {copy.change}
          </button>
        </p>
        {sample ? (
          <div className="portal-sample hub-stack">
            <p className="hub-muted">Only here to see what it is like?</p>
            <Button disabled={busy} onClick={() => void enter('signIn', sample)}>
              Look around with sample data
            </Button>
          </div>
        ) : null}
      </form>
    </main>
  )
}
