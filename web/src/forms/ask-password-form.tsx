import type { Sent } from '../api/sending.ts'
import { text } from '../text/text.ts'
import { words } from '../text/words.ts'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form, type FormProps } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'

type Name = NameIn<Sent<'/api/me/authenticator', 'post'>>

interface Props extends Pick<FormProps<Name>, 'sending' | 'submitLabel'> {
  email: string
  onPassword: (password: string) => void
}

/** Before what somebody who finds a browser open must not do. */
export function AskPasswordForm({ email, onPassword, sending, submitLabel }: Props) {
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) => onPassword(fields.raw('current_password'))}
      sending={sending}
      submitLabel={submitLabel}
      pendingLabel={words.ownFactor.secondFactor.pending}
    >
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <PasswordField<Name>
        name="current_password"
        label={text.profile.currentPassword}
        autoComplete="current-password"
        autoFocus
      />
    </Form>
  )
}

const checks = {
  current_password: (value: string) => (value === '' ? text.fields.passwordMissing : null),
} satisfies Checks<Name>
