import { useMutation } from '@tanstack/react-query'
import { requestPasswordLink } from '../api/links/password-links.ts'
import type { Sent } from '../api/sending.ts'
import { arriving } from '../text/arriving.ts'
import { checkEmail, EmailField } from '../ui/form/email-field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'

type Name = NameIn<Sent<'/api/password-requests', 'post'>>

/** Asks for a link to choose a new password; `onSent` gets the address, whether or not it has an account. */
interface Props {
  email?: string | undefined
  onSent: (email: string) => void
}

export function ForgottenPasswordForm({ email, onSent }: Props) {
  const request = useMutation({
    mutationFn: requestPasswordLink,
    onSuccess: (_, email) => onSent(email),
  })
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) => request.mutate(fields.text('email'))}
      sending={request}
      submitLabel={arriving.forgottenPassword.submit}
      pendingLabel={arriving.forgottenPassword.submitting}
    >
      <EmailField<Name> name="email" autoComplete="email" defaultValue={email} />
    </Form>
  )
}

const checks = { email: checkEmail } satisfies Checks<Name>
