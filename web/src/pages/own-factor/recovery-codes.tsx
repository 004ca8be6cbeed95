import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { describeError } from '../../api/errors.ts'
import { renewRecoveryCodes } from '../../api/person/authenticator.ts'
import { AskPasswordForm } from '../../forms/ask-password-form.tsx'
import { words } from '../../text/words.ts'
import { Button } from '../../ui/act/button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

const { secondFactor: says } = words.ownFactor

/** As they are told, once. */
export function NewRecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
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

/** How many are left, and new ones in their place. */
export function CodesLeft({ email, left, onCodes }: CodesLeftProps) {
  const [isAsked, setAsked] = useState(false)
  const renew = useMutation({ mutationFn: renewRecoveryCodes, onSuccess: onCodes })
  return (
    <>
      <p className={left > 2 ? 'text-quiet' : 'text-danger'}>{says.codesLeft(left)}</p>
      {isAsked ? (
        <>
          <p>{says.renewing}</p>
          <AskPasswordForm
            email={email}
            sending={renew}
            onPassword={password => renew.mutate(password)}
            submitLabel={says.renew}
          />
          <Button look="quiet" onPress={() => setAsked(false)}>
            {says.cancel}
          </Button>
        </>
      ) : (
        <div>
          <Button look="quiet" onPress={() => setAsked(true)}>
            {says.renew}
          </Button>
        </div>
      )}
    </>
  )
}

interface CodesLeftProps {
  email: string
  left: number
  onCodes: (codes: string[]) => unknown
}
