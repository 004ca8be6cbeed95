import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { removeAuthenticator } from '../../api/person/authenticator.ts'
import { AskPasswordForm } from '../../forms/ask-password-form.tsx'
import { words } from '../../text/words.ts'
import { Button } from '../../ui/act/button.tsx'

const { secondFactor: says } = words.ownFactor

interface Props {
  email: string
  hasPasskeys: boolean
  onRemoved: () => unknown
}

export function AuthenticatorOn({ email, hasPasskeys, onRemoved }: Props) {
  const [isAsked, setAsked] = useState(false)
  const remove = useMutation({ mutationFn: removeAuthenticator, onSuccess: onRemoved })
  return (
    <>
      <p>{hasPasskeys ? says.isOnToo : says.isOn}</p>
      {isAsked ? (
        <>
          <p>{hasPasskeys ? says.removingOne : says.removing}</p>
          <AskPasswordForm
            email={email}
            sending={remove}
            onPassword={password => remove.mutate(password)}
            submitLabel={says.remove}
          />
          <Button look="quiet" onPress={() => setAsked(false)}>
            {says.cancel}
          </Button>
        </>
      ) : (
        <div>
          <Button look="quiet" onPress={() => setAsked(true)}>
            {says.remove}
          </Button>
        </div>
      )}
    </>
  )
}
