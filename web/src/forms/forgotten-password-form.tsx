import { useMutation } from '@tanstack/react-query'
import { requestPasswordLink } from '../api/password-links.ts'
import { text } from '../text/text.ts'
import { checkEmail, EmailField } from '../ui/email-field.tsx'
import { Form } from '../ui/form.tsx'

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
      onSubmit={fields => request.mutate(fields.text('email'))}
      sending={request}
      submitLabel={text.forgottenPassword.submit}
      pendingLabel={text.forgottenPassword.submitting}
    >
      <EmailField autoComplete="email" defaultValue={email} />
    </Form>
  )
}

const checks = { email: checkEmail }
