import { useMutation } from '@tanstack/react-query'
import { askForEmail } from '../api/links/email-changes.ts'
import type { Sent } from '../api/sending.ts'
import { text } from '../text/text.ts'
import { checkEmail, EmailField } from '../ui/form/email-field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import { Notice } from '../ui/tell/notice.tsx'

type Name = NameIn<Sent<'/api/me/email', 'post'>>

const { profile: says } = text

/** Asks for another address: a link is mailed there, and it is confirmed by it. */
export function ChangeEmailForm() {
  const asking = useMutation({ mutationFn: askForEmail })
  return (
    <Form
      // What was written is not kept once it is done.
      key={asking.isSuccess ? asking.submittedAt : 0}
      checks={checks}
      onSubmit={(fields: Fields<Name>) =>
        asking.mutate({ email: fields.text('email'), current_password: fields.raw('current_password') })
      }
      sending={asking}
      submitLabel={says.changeEmail}
      pendingLabel={says.changingEmail}
    >
      <EmailField<Name> name="email" label={says.newEmail} autoComplete="email" />
      <PasswordField<Name> name="current_password" label={says.currentPassword} autoComplete="current-password" />
      {asking.isSuccess && <Notice kind="done">{says.emailAsked(asking.variables.email)}</Notice>}
    </Form>
  )
}

const checks = {
  email: checkEmail,
  current_password: (value: string) => (value === '' ? text.fields.passwordMissing : null),
} satisfies Checks<Name>
