import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../api/errors.ts'
import type { User } from '../api/person/me.ts'
import { showSecondFactor } from '../api/person/second-factor.ts'
import type { Sent } from '../api/sending.ts'
import { text } from '../text/text.ts'
import { Field } from '../ui/form/field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'
import type { Problems } from '../ui/form/problems.ts'

type Name = NameIn<Sent<'/api/auth/second-factor', 'post'>>

const { secondFactor: says } = text

interface Props {
  onShown: (user: User) => unknown
  /** It took too long, or too many tries. */
  onOver: () => unknown
}

export function SecondFactorForm({ onShown, onOver }: Props) {
  const showing = useMutation({
    mutationFn: showSecondFactor,
    onSuccess: onShown,
    onError: error => error instanceof ApiError && error.code === 'unauthenticated' && onOver(),
  })
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) => showing.mutate(fields.text('code'))}
      sending={showing}
      problemsOf={problemsOf}
      submitLabel={says.submit}
      pendingLabel={text.signIn.submitting}
    >
      <CodeField label={says.code} description={says.otherwise} />
    </Form>
  )
}

function CodeField({ label, description }: { label: string; description?: string }) {
  return (
    <Field<Name>
      name="code"
      label={label}
      autoComplete="one-time-code"
      autoCorrect="off"
      spellCheck="false"
      autoFocus
      description={description && <span className="text-quiet">{description}</span>}
    />
  )
}

const checks = {
  code: (value: string) => (value.trim() === '' ? says.codeMissing : null),
} satisfies Checks<Name>

function problemsOf(error: Error): Problems {
  return error instanceof ApiError && 'code' in error.fields ? { code: says.wrong } : {}
}
