import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { passkeysQuery } from '../../api/person/authenticator.ts'
import { addPasskey } from '../../api/person/passkey-in-browser.ts'
import { knowsPasskeys } from '../../api/person/passkeys.ts'
import { account } from '../../text/account.ts'
import { words } from '../../text/words.ts'
import { Button } from '../../ui/act/button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { PasskeyForm } from './passkey-form.tsx'
import { PasskeyRow } from './passkey-row.tsx'
import { NewRecoveryCodes } from './recovery-codes.tsx'

const { passkeys: says } = words.ownFactor

/** Of whoever has some, or is about to. */
export function OwnPasskeys({ email, adds }: { email: string; adds: boolean }) {
  const passkeys = useSuspenseQuery(passkeysQuery).data
  const queryClient = useQueryClient()
  const [codes, setCodes] = useState<string[]>([])
  const [isAdding, setAdding] = useState(adds)
  const [removed, setRemoved] = useState(false)
  // What there is of a second factor hangs on them too.
  const look = () => queryClient.invalidateQueries({ queryKey: ['me'] })
  const add = useMutation({
    mutationFn: addPasskey,
    onSuccess: codes => {
      setAdding(false)
      setRemoved(false)
      setCodes(codes)
      return look()
    },
  })
  if (codes.length > 0) return <NewRecoveryCodes codes={codes} onKept={() => setCodes([])} />
  const markRemoved = () => {
    setRemoved(true)
    return look()
  }
  const lastName = passkeys.length === 0 ? says.firstName : `${says.firstName} ${passkeys.length + 1}`
  return (
    <>
      <p className="text-quiet">{account.passkeys.why}</p>
      {removed && <Notice kind="done">{says.removed}</Notice>}
      {passkeys.length > 0 && (
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {passkeys.map(passkey => (
            <PasskeyRow key={passkey.id} passkey={passkey} email={email} onChanged={look} onRemoved={markRemoved} />
          ))}
        </ul>
      )}
      {isAdding && knowsPasskeys() && (
        <>
          <PasskeyForm name={lastName} email={email} sending={add} onSubmit={add.mutate} />
          <Button look="quiet" onPress={() => setAdding(false)}>
            {words.ownFactor.secondFactor.cancel}
          </Button>
        </>
      )}
      {!isAdding && knowsPasskeys() && (
        <div>
          <Button look="quiet" onPress={() => setAdding(true)}>
            {account.passkeys.add}
          </Button>
        </div>
      )}
      {!knowsPasskeys() && <p>{says.unknown}</p>}
    </>
  )
}
