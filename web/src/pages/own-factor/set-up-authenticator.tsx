import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { beginAuthenticator, confirmAuthenticator } from '../../api/person/authenticator.ts'
import { AskPasswordForm } from '../../forms/ask-password-form.tsx'
import { CodeForm } from '../../forms/code-form.tsx'
import { words } from '../../text/words.ts'

// Only who sets it up needs to draw.
const QrPicture = lazy(async () => ({ default: (await import('../../ui/share/qr-picture.tsx')).QrPicture }))

const { secondFactor: says } = words.ownFactor

interface Props {
  email: string
  onDone: (codes: string[]) => unknown
}

export function SetUpAuthenticator({ email, onDone }: Props) {
  const begin = useMutation({ mutationFn: beginAuthenticator })
  const confirm = useMutation({ mutationFn: confirmAuthenticator, onSuccess: onDone })
  if (!begin.data)
    return (
      <AskPasswordForm
        email={email}
        sending={begin}
        onPassword={password => begin.mutate(password)}
        submitLabel={says.submit}
      />
    )
  const { secret, address } = begin.data
  return (
    <>
      <p>{says.scan}</p>
      <Suspense>
        <QrPicture content={address} label={says.picture} />
      </Suspense>
      <p className="text-quiet">{says.orType}</p>
      <code dir="ltr" className="select-all break-all rounded-lg bg-sunken px-3 py-2">
        {secret.replace(/.{4}(?=.)/g, '$& ')}
      </code>
      <CodeForm
        label={says.firstCode}
        sending={confirm}
        onCode={code => confirm.mutate(code)}
        submitLabel={says.turnOn}
      />
    </>
  )
}
