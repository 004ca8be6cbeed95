/** What people do about their second factor: it is loaded with the profile alone. */
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { describeError } from '../../api/errors.ts'
import {
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
  secondFactorQuery,
} from '../../api/person/second-factor.ts'
import { AskPasswordForm } from '../../forms/ask-password-form.tsx'
import { CodeForm } from '../../forms/code-form.tsx'
import { text } from '../../text/text.ts'
import { Button } from '../../ui/act/button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

// Only who sets it up needs to draw.
const QrPicture = lazy(async () => ({ default: (await import('../../ui/share/qr-picture.tsx')).QrPicture }))

const { secondFactor: says } = text

export function SecondFactor({ email }: { email: string }) {
  const factor = useSuspenseQuery(secondFactorQuery).data
  const queryClient = useQueryClient()
  const [codes, setCodes] = useState<string[]>()
  const [removed, setRemoved] = useState(false)
  const look = () => queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  const showCodes = async (codes: string[]) => {
    setRemoved(false)
    setCodes(codes)
    await look()
  }
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />
  if (factor.authenticator_since === null)
    return (
      <>
        {removed && <Notice kind="done">{says.removed}</Notice>}
        <SetUp email={email} onDone={showCodes} />
      </>
    )
  const markRemoved = async () => {
    setRemoved(true)
    await look()
  }
  return <IsOn email={email} left={factor.recovery_codes_left} onCodes={showCodes} onRemoved={markRemoved} />
}

function SetUp({ email, onDone }: { email: string; onDone: (codes: string[]) => unknown }) {
  const [isAsked, setAsked] = useState(false)
  const begin = useMutation({ mutationFn: beginAuthenticator })
  const confirm = useMutation({ mutationFn: confirmAuthenticator, onSuccess: onDone })
  if (begin.data) {
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
  return (
    <>
      <p className="text-quiet">{says.why}</p>
      {isAsked ? (
        <AskPasswordForm
          email={email}
          sending={begin}
          onPassword={password => begin.mutate(password)}
          submitLabel={says.submit}
        />
      ) : (
        <Button look="quiet" onPress={() => setAsked(true)}>
          {says.setUp}
        </Button>
      )}
    </>
  )
}

interface IsOnProps {
  email: string
  left: number
  onCodes: (codes: string[]) => unknown
  onRemoved: () => unknown
}

function IsOn({ email, left, onCodes, onRemoved }: IsOnProps) {
  const [wish, setWish] = useState<'renew' | 'remove'>()
  const renew = useMutation({ mutationFn: renewRecoveryCodes, onSuccess: onCodes })
  const remove = useMutation({ mutationFn: removeAuthenticator, onSuccess: onRemoved })
  const sending = wish === 'remove' ? remove : renew
  return (
    <>
      <p>{says.isOn}</p>
      <p className={left > 2 ? 'text-quiet' : 'text-danger'}>{says.codesLeft(left)}</p>
      {wish ? (
        <>
          <p>{wish === 'remove' ? says.removing : says.renewing}</p>
          <AskPasswordForm
            key={wish}
            email={email}
            sending={sending}
            onPassword={password => sending.mutate(password)}
            submitLabel={wish === 'remove' ? says.remove : says.renew}
          />
          <Button look="quiet" onPress={() => setWish(undefined)}>
            {says.cancel}
          </Button>
        </>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button look="quiet" onPress={() => setWish('renew')}>
            {says.renew}
          </Button>
          <Button look="quiet" onPress={() => setWish('remove')}>
            {says.remove}
          </Button>
        </div>
      )}
    </>
  )
}

function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const [copied, setCopied] = useState<'done' | 'failed'>()
  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopied('done'),
      () => setCopied('failed'),
    )
  return (
    <>
      <Notice kind="done">{says.nowOn}</Notice>
      <p>{says.keepCodes}</p>
      <ul dir="ltr" className="grid select-all gap-1 rounded-lg bg-sunken px-4 py-3 font-mono sm:grid-cols-2">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        <Button look="quiet" onPress={copy}>
          {copied === 'done' ? says.copied : says.copyCodes}
        </Button>
        <Button look="quiet" onPress={onKept}>
          {says.kept}
        </Button>
      </div>
      {copied === 'failed' && <Notice kind="problem">{describeError(undefined)}</Notice>}
    </>
  )
}
