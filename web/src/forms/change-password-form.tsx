import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePassword } from '../api/person/me.ts'
import type { Sent } from '../api/sending.ts'
import { text } from '../text/text.ts'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import { Notice } from '../ui/tell/notice.tsx'
import { checkNewPassword, PasswordRule } from './password-rule.tsx'

type Name = NameIn<Sent<'/api/me/password', 'post'>>

const { profile: says } = text

export function ChangePasswordForm({ email }: { email: string }) {
  const [password, writePassword] = useState('')
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      writePassword('')
      return queryClient.invalidateQueries({ queryKey: ['me', 'myself'] })
    },
  })
  return (
    <Form
      // What was written is not kept once it is done.
      key={change.submittedAt && change.isSuccess ? change.submittedAt : 0}
      checks={checks}
      onSubmit={(fields: Fields<Name>) =>
        change.mutate({ current_password: fields.raw('current_password'), password: fields.raw('password') })
      }
      sending={change}
      submitLabel={says.changePassword}
      pendingLabel={says.changingPassword}
    >
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <PasswordField<Name> name="current_password" label={says.currentPassword} autoComplete="current-password" />
      <PasswordField<Name>
        name="password"
        label={text.fields.newPassword}
        autoComplete="new-password"
        value={password}
        onChange={writePassword}
        description={<PasswordRule password={password} />}
      />
      {change.isSuccess && <Notice kind="done">{says.passwordChanged}</Notice>}
    </Form>
  )
}

const checks = {
  current_password: (value: string) => (value === '' ? text.fields.passwordMissing : null),
  password: checkNewPassword,
} satisfies Checks<Name>
