import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Passkey } from '../../api/person/authenticator.ts'
import { removePasskey, renamePasskey } from '../../api/person/passkey-in-browser.ts'
import { AskPasswordForm } from '../../forms/ask-password-form.tsx'
import { locale } from '../../text/language.ts'
import { words } from '../../text/words.ts'
import { Button } from '../../ui/act/button.tsx'
import { PasskeyForm } from './passkey-form.tsx'

const { passkeys: says } = words.ownFactor

interface Props {
  passkey: Passkey
  email: string
  onChanged: () => unknown
  onRemoved: () => unknown
}

export function PasskeyRow({ passkey: { id, name, created_at, last_used_at }, email, onChanged, onRemoved }: Props) {
  const [wish, setWish] = useState<'rename' | 'remove'>()
  const rename = useMutation({
    mutationFn: renamePasskey,
    onSuccess: () => {
      setWish(undefined)
      return onChanged()
    },
  })
  const remove = useMutation({ mutationFn: removePasskey, onSuccess: onRemoved })
  return (
    <li className="flex flex-col gap-4 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="break-words font-medium">{name}</p>
          <p className="text-quiet text-sm">{says.dates(day(created_at), last_used_at && day(last_used_at))}</p>
        </div>
        {!wish && (
          <div className="flex flex-wrap gap-3">
            <Button look="quiet" label={says.renameOf(name)} onPress={() => setWish('rename')}>
              {says.rename}
            </Button>
            <Button look="quiet" label={says.removeOf(name)} onPress={() => setWish('remove')}>
              {says.remove}
            </Button>
          </div>
        )}
      </div>
      {wish === 'rename' && (
        <PasskeyForm name={name} sending={rename} onSubmit={({ name }) => rename.mutate({ id, name })} />
      )}
      {wish === 'remove' && (
        <>
          <p>{says.removing(name)}</p>
          <AskPasswordForm
            email={email}
            sending={remove}
            onPassword={current_password => remove.mutate({ id, current_password })}
            submitLabel={says.remove}
          />
        </>
      )}
      {wish && (
        <Button look="quiet" onPress={() => setWish(undefined)}>
          {words.ownFactor.secondFactor.cancel}
        </Button>
      )}
    </li>
  )
}

const day = (at: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(Date.parse(at))
