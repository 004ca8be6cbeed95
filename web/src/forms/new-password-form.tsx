import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../api/errors.ts'
import { setPassword } from '../api/password-links.ts'
import { text } from '../text/text.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { offerToRemember } from './offer-to-remember.ts'
import { checkNewPassword, PasswordRule } from './password-rule.tsx'
import { useEnter } from './use-enter.ts'

/** Spends the link on a password; whoever does so is signed in. */
export function NewPasswordForm({ token }: { token: string }) {
  const [password, writePassword] = useState('')
  const router = useRouter()
  const enter = useEnter()
  const choice = useMutation({
    mutationFn: (password: string) => setPassword(token, password),
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
      onSubmit={values => choice.mutate(values.password)}
      sending={choice}
      submitLabel={text.setPassword.submit}
      pendingLabel={text.setPassword.submitting}
    >
      <input type="text" autoComplete="username" value={choice.data?.email ?? ''} readOnly hidden />
      <PasswordField
        label={text.fields.newPassword}
        autoComplete="new-password"
        value={password}
        onChange={writePassword}
        description={<PasswordRule password={password} />}
      />
    </Form>
  )
}

const checks = { password: checkNewPassword }

function isOver(error: Error) {
  return error instanceof ApiError && ['gone', 'not_found'].includes(error.code)
}
