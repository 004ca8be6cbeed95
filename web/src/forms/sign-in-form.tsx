import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import { knowsPasskeys, signInByPasskey } from '../api/person/passkeys.ts'
import { findWays, findWaysThere, signIn, startAt, type WaysIn } from '../api/person/sign-in.ts'
import type { Sent } from '../api/sending.ts'
import { text } from '../text/text.ts'
import { checkEmail, EmailField } from '../ui/form/email-field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import type { Problems } from '../ui/form/problems.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { ProviderLinks } from './provider-links.tsx'

type Name = NameIn<Sent<'/api/auth/sign-in/email', 'post'>>

interface Props {
  /** Whose it is likely to be: what opens it is shown at once, and nobody is sent away before they press something. */
  email?: string | undefined
  /** Where it is known already that a password is asked for. */
  takesPassword?: boolean
  /** The page to go on to from a provider. */
  to?: string | undefined
  /** In front of a page where something is typed: a provider is gone to in a window beside it. */
  isInFront?: boolean
  /** The organization by whose provider the person came before: its ways in are shown then. */
  at?: string | undefined
  onEntered: (user: User) => unknown
}

/** Asks for the address, and then for what opens it by its domain, whoever's it is. */
export function SignInForm({ email, takesPassword = false, to, isInFront = false, at, onEntered }: Props) {
  const [written, write] = useState(email ?? '')
  const [found, setFound] = useState<{ email: string; ways: WaysIn }>()
  const likely = useQuery({
    queryKey: ['ways-in', email, at],
    queryFn: async () => ({ email: email ?? '', ways: await (at ? findWaysThere(at) : findWays(email ?? '')) }),
    enabled: email !== undefined && !takesPassword,
  })
  const finding = useMutation({
    mutationFn: findWays,
    onSuccess: (ways, email) => {
      const [only, ...others] = ways.providers
      const isOnly = only !== undefined && others.length === 0 && !ways.password
      if (isOnly && !isInFront) location.assign(startAt(only, to, email))
      else setFound({ email, ways })
    },
  })
  const entry = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
    onSuccess: onEntered,
  })
  const ways = [found, likely.data].find(known => known?.email === written.trim())?.ways
  const asksPassword = takesPassword || ways?.password === true
  const submit = (fields: Fields<Name>) =>
    asksPassword
      ? entry.mutate({ email: fields.text('email'), password: fields.raw('password') })
      : finding.mutate(fields.text('email'))
  const links = ways && <ProviderLinks providers={ways.providers} to={to} email={written.trim()} isBeside={isInFront} />
  return (
    <>
      <Form<Name>
        checks={asksPassword ? checks : { email: checkEmail }}
        onSubmit={submit}
        sending={asksPassword ? entry : finding}
        problemsOf={problemsOf}
        footer={ways && !asksPassword ? links : undefined}
        submitLabel={asksPassword ? text.signIn.submit : text.signIn.goOn}
        pendingLabel={asksPassword ? text.signIn.submitting : text.signIn.goingOn}
      >
        <EmailField<Name> name="email" autoComplete="username" defaultValue={email} onChange={write} />
        {asksPassword && (
          <PasswordField<Name>
            name="password"
            label={text.fields.password}
            autoComplete="current-password"
            autoFocus={ways !== undefined}
          />
        )}
      </Form>
      {asksPassword && links}
      {(!ways || ways.password) && knowsPasskeys() && (
        <PasskeyButton label={text.signIn.byPasskey} show={signInByPasskey} onShown={onEntered} />
      )}
    </>
  )
}

const checks = {
  email: checkEmail,
  password: (value: string) => (value === '' ? text.fields.passwordMissing : null),
} satisfies Checks<Name>

/** Never says which of the two was wrong, or whether there is such an account. */
function problemsOf(error: Error): Problems {
  if (!(error instanceof ApiError)) return {}
  return error.code === 'unauthenticated' ? { password: text.signIn.wrong } : error.fields
}
