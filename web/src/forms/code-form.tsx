import { ApiError } from '../api/errors.ts'
import type { Sent } from '../api/sending.ts'
import { words } from '../text/words.ts'
import { Field } from '../ui/form/field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form, type FormProps } from '../ui/form/form.tsx'
import type { Problems } from '../ui/form/problems.ts'

type Name = NameIn<Sent<'/api/auth/second-factor', 'post'>>

const { secondFactor: says } = words.ownFactor

interface Props extends Pick<FormProps<Name>, 'sending' | 'submitLabel' | 'look'> {
  label: string
  description?: string
  autoFocus?: boolean
  onCode: (code: string) => void
}

/** A code of an authenticator program, or in place of it. */
export function CodeForm({ label, description, autoFocus = true, onCode, ...form }: Props) {
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) => onCode(fields.text('code'))}
      problemsOf={problemsOf}
      {...form}
      pendingLabel={says.pending}
    >
      <Field<Name>
        name="code"
        label={label}
        autoComplete="one-time-code"
        autoCorrect="off"
        spellCheck="false"
        autoFocus={autoFocus}
        description={description && <span className="text-quiet">{description}</span>}
      />
    </Form>
  )
}

const checks = {
  code: (value: string) => (value.trim() === '' ? says.codeMissing : null),
} satisfies Checks<Name>

function problemsOf(error: Error): Problems {
  return error instanceof ApiError && 'code' in error.fields ? { code: says.wrong } : {}
}
