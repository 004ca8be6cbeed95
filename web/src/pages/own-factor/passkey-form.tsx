import type { Sent } from '../../api/sending.ts'
import { account } from '../../text/account.ts'
import { text } from '../../text/text.ts'
import { words } from '../../text/words.ts'
import { Field } from '../../ui/form/field.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { type Checks, Form, type FormProps } from '../../ui/form/form.tsx'
import { PasswordField } from '../../ui/form/password-field.tsx'

type Name = NameIn<Sent<'/api/me/passkeys/{id}', 'patch'> & Sent<'/api/me/passkeys/options', 'post'>>

const { passkeys: says } = words.ownFactor

interface Props extends Pick<FormProps<Name>, 'sending'> {
  name: string
  /** Of a new one, whose: the password is asked for. */
  email?: string
  onSubmit: (asked: { name: string; current_password: string }) => void
}

export function PasskeyForm({ name, email, sending, onSubmit }: Props) {
  return (
    <Form<Name>
      checks={email === undefined ? { name: checks.name } : checks}
      onSubmit={(fields: Fields<Name>) =>
        onSubmit({
          name: fields.text('name'),
          current_password: email === undefined ? '' : fields.raw('current_password'),
        })
      }
      sending={sending}
      submitLabel={email === undefined ? says.save : account.passkeys.add}
      pendingLabel={email === undefined ? words.ownFactor.secondFactor.pending : says.waiting}
    >
      <Field<Name>
        name="name"
        label={says.name}
        defaultValue={name}
        autoComplete="off"
        description={<span className="text-quiet">{says.nameHint}</span>}
      />
      {email !== undefined && (
        <>
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          <PasswordField<Name>
            name="current_password"
            label={text.profile.currentPassword}
            autoComplete="current-password"
          />
        </>
      )}
    </Form>
  )
}

const checks = {
  name: (value: string) => (value.trim() === '' ? says.nameMissing : null),
  current_password: (value: string) => (value === '' ? text.fields.passwordMissing : null),
} satisfies Checks<Name>
