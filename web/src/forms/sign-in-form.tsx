import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import { signIn } from '../api/person/sign-in.ts'
import type { Sent } from '../api/sending.ts'
import { text } from '../text/text.ts'
import { checkEmail, EmailField } from '../ui/form/email-field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import type { Problems } from '../ui/form/problems.ts'

type Name = NameIn<Sent<'/api/auth/sign-in/email', 'post'>>

interface Props {
  /** Whose it is likely to be. */
  email?: string | undefined
  onEntered: (user: User) => unknown
}

export function SignInForm({ email, onEntered }: Props) {
  const entry = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
    onSuccess: onEntered,
  })
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) =>
        entry.mutate({ email: fields.text('email'), password: fields.raw('password') })
      }
      sending={entry}
      problemsOf={problemsOf}
      submitLabel={text.signIn.submit}
      pendingLabel={text.signIn.submitting}
    >
      <EmailField<Name> name="email" autoComplete="username" defaultValue={email} />
      <PasswordField<Name>
        name="password"
        label={text.fields.password}
        autoComplete="current-password"
        autoFocus={email !== undefined}
      />
    </Form>
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
