import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ApiError } from '../api/errors.ts'
import { followShareLink, type Joining } from '../api/links/share-links.ts'
import type { Sent } from '../api/sending.ts'
import { arriving } from '../text/arriving.ts'
import { checkEmail, EmailField } from '../ui/form/email-field.tsx'
import { Field } from '../ui/form/field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import { type Checks, Form } from '../ui/form/form.tsx'

type Name = NameIn<Sent<'/api/join/{token}', 'post'>>

interface Props {
  token: string
  needsApproval: boolean
  onJoined: (joined: { state: 'joined' | 'pending'; email: string }) => void
}

/** Who somebody is, who follows a share link without an account, or without signing in. */
export function JoinForm({ token, needsApproval, onJoined }: Props) {
  const router = useRouter()
  const joining = useMutation({
    mutationFn: (person: Joining) => followShareLink(token, person),
    onSuccess: (state, { email }) => onJoined({ state, email }),
    // The link ended, or its seats went, while the page stood open: the page looks again and explains.
    onError: error => error instanceof ApiError && ended.has(error.code) && router.invalidate(),
  })
  return (
    <Form
      checks={checks}
      onSubmit={(fields: Fields<Name>) =>
        joining.mutate({
          email: fields.text('email'),
          first_name: fields.text('first_name'),
          last_name: fields.optional('last_name'),
        })
      }
      sending={joining}
      submitLabel={needsApproval ? arriving.join.ask : arriving.join.submit}
      pendingLabel={arriving.join.submitting}
    >
      <EmailField<Name> name="email" autoComplete="email" />
      <Field<Name> name="first_name" label={arriving.join.firstName} autoComplete="given-name" />
      <Field<Name> name="last_name" label={arriving.join.lastName} autoComplete="family-name" isRequired={false} />
    </Form>
  )
}

const ended: ReadonlySet<string> = new Set(['gone', 'conflict'])

const checks = { email: checkEmail } satisfies Checks<Name>
