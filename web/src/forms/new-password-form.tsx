import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import type { Sent } from '../api/sending.ts'
import { arriving } from '../text/arriving.ts'
import { text } from '../text/text.ts'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import { offerToRemember } from './offer-to-remember.ts'
import { checkNewPassword, PasswordRule } from './password-rule.tsx'
import { useEnter } from './use-enter.ts'

type Name = NameIn<Sent<'/api/password-links/{token}', 'post'>>

interface Props {
  /** Spends the link on the password. */
  save: (password: string) => Promise<User>
  submitLabel?: string
}

/** Whoever chooses a password by a mailed link is signed in. */
export function NewPasswordForm({ save, submitLabel = arriving.setPassword.submit }: Props) {
  const [password, writePassword] = useState('')
  const router = useRouter()
  const enter = useEnter()
  const choice = useMutation({
    mutationFn: save,
    onSuccess: (user, password) => {
      offerToRemember({ id: user.email, name: `${user.first_name} ${user.last_name}`.trim(), password })
      return enter(user)
    },
    // The link ended while the page stood open: the page looks again and explains.
    onError: error => isOver(error) && router.invalidate(),
  })
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) => choice.mutate(fields.raw('password'))}
      sending={choice}
      submitLabel={submitLabel}
      pendingLabel={arriving.setPassword.submitting}
    >
      <input type="text" autoComplete="username" value={choice.data?.email ?? ''} readOnly hidden />
      <PasswordField<Name>
        name="password"
        label={text.fields.newPassword}
        autoComplete="new-password"
        value={password}
        onChange={writePassword}
        description={<PasswordRule password={password} />}
      />
    </Form>
  )
}

const checks = { password: checkNewPassword } satisfies Checks<Name>

function isOver(error: Error) {
  return error instanceof ApiError && ['gone', 'not_found'].includes(error.code)
}
